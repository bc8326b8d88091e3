/** ARG_MAX: every axis, counted from either end; equal elements, of which the first is found; float32. */
import { args } from '../args.ts';

export default args('ARG_MAX');
