export { type Closure, type ClosurePreview, type ClosureTerritory } from './closure.js';
export { closureInput, type ClosureInput } from './closure-input.js';
export * from './closures.errors.js';
export { ClosuresModule } from './closures.module.js';
export { Closures } from './closures.service.js';
