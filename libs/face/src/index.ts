export { accentShown, faceCss } from './face-colours.js';
export { type AccentShown, type Face, faceInput, type FaceLogo, type FaceVersion } from './face.js';
export { FaceModule } from './face.module.js';
export { logoKey as faceLogoKey, RegionFaces } from './region-faces.service.js';
