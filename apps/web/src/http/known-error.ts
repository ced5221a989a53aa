import { HttpException } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { DatabaseUnavailableError } from '#libs/platform';
import {
  BodyTooLargeError,
  MalformedRequestError,
  MethodNotAllowedError,
  PageNotFoundError,
  StoppingError,
  UnexpectedError,
  UnsupportedBodyError,
} from './http.errors.js';

/** Sockets that end, a server that starts or stops, no connection left: the database, not us. */
const DATABASE_DOWN =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|57P0[1-5]|53300|08\w{3}|25P03)$/;
const ENDED = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

const BY_STATUS: Record<number, new () => AppError> = {
  400: MalformedRequestError,
  404: PageNotFoundError,
  405: MethodNotAllowedError,
  413: BodyTooLargeError,
  414: MalformedRequestError,
  415: UnsupportedBodyError,
  503: StoppingError,
};

/** Whatever was thrown, as an error that has a sentence. UnexpectedError when nobody foresaw it. */
export function knownError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isDatabaseDown(thrown)) return new DatabaseUnavailableError();
  const status = statusOf(thrown);
  const known = status === null ? undefined : (BY_STATUS[status] ?? (status < 500 ? MalformedRequestError : undefined));
  return known ? new known() : new UnexpectedError();
}

function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode, code } = thrown as { statusCode?: unknown; code?: unknown };
  return typeof statusCode === 'number' && String(code).startsWith('FST_') ? statusCode : null;
}

interface Failure {
  code?: string;
  message?: string;
  driverError?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

function isDatabaseDown(thrown: unknown, depth = 0): boolean {
  if (typeof thrown !== 'object' || thrown === null || depth > 3) return false;
  const { code, message, driverError, cause, errors } = thrown as Failure;
  if (DATABASE_DOWN.test(code ?? '') || ENDED.test(message ?? '')) return true;
  return [driverError, cause, ...(errors ?? [])].some((inner) => isDatabaseDown(inner, depth + 1));
}
