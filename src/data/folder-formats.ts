/** The kinds of files that hold one sample each. Another kind is one line here. */
import { audio } from './audio/index.ts';
import { images } from './images/index.ts';
import type { FolderFormat } from './sample-source.ts';

/** All of them. */
export const FOLDER_FORMATS: readonly FolderFormat[] = [images, audio];
