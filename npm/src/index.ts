/**
 * augplay: image augmentation with the target library's own pixels.
 *
 * @packageDocumentation
 */
import "./dispose.js";

export { init, type Source, type Sources } from "./modules.js";
export * from "./catalogue.js";
export * from "./codec.js";
export { AugplayError, type ErrorCode, type ErrorFields } from "./errors.js";
export type { ImageInput, PixelImage } from "./image.js";
export * from "./policy.js";
export type { Dialect, Scalar, Step, Target } from "./generated/policy.js";
export { MixedView, View, type Dropped, type DrawnStep, type LabelShare, type Mixing, type Origin } from "./view.js";
