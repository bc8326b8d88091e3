/**
 * What is done to a file of its own (an image, a sound) until a network can take it. All parameters stand in one plain
 * object, complete, which goes into the project's manifest: whoever tests a project prepares samples as it was made.
 */
import * as z from 'zod';
import { type AudioSettings, audioSchema } from './audio/parameters.ts';

/** How an image comes to the size of the input where its proportions are others. */
export const RESIZES = ['stretch', 'crop', 'pad'] as const;

/** How pixels in between are found. */
export const INTERPOLATIONS = ['linear', 'nearest', 'cubic', 'lanczos3'] as const;

/** The order of an image's colours. */
export const CHANNEL_ORDERS = ['rgb', 'bgr'] as const;

const perChannel = z.array(z.number()).min(1).max(3);

/** Images: cropped, resized, made grey, then (pixel − mean) × scale of pixels from 0 to 255. */
const image = z.strictObject({
  kind: z.literal('image'),
  width: z.int().positive(),
  height: z.int().positive(),
  resize: z.enum(RESIZES),
  interpolation: z.enum(INTERPOLATIONS),
  /** The share of each side that is kept, about the middle, before resizing: 1 is all. */
  crop: z.number().positive().max(1),
  /** One channel: 0.299 R + 0.587 G + 0.114 B. */
  grey: z.boolean(),
  channelOrder: z.enum(CHANNEL_ORDERS),
  /** True for [channels, height, width]. */
  channelsFirst: z.boolean(),
  /** One number, or one a channel in their order. */
  mean: perChannel,
  scale: perChannel,
});

/** The schema of Preprocessing, for the manifest. */
export const preprocessingSchema = z.discriminatedUnion('kind', [image, audioSchema]);

/** All parameters of one kind of files. */
export type Preprocessing = z.infer<typeof preprocessingSchema>;

/** The parameters of images. */
export type ImagePreprocessing = z.infer<typeof image>;

/** What a user can say of images; the size is the input's. */
export type ImageSettings = Partial<Omit<ImagePreprocessing, 'kind' | 'width' | 'height'>>;

/** What the user said, by kind of file; the rest is the project's, or else the default. */
export interface PreprocessingSettings {
  readonly image?: ImageSettings;
  readonly audio?: AudioSettings;
}
