import { AppError } from '#libs/kernel';

/** `REGION_CODE` names no INSEE region. `details.regionCode` is what was asked for. */
export class UnknownRegionError extends AppError {
  readonly code = 'territory.unknown_region';
  readonly status = 404;

  constructor(regionCode: string) {
    super({ regionCode });
  }
}
