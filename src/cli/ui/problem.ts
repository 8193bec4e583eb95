import { ToolError } from '../../sync/errors.ts';
import type { Problem } from './api.ts';

/** What the page tells of an error. One that was not foreseen keeps its stack to itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ToolError) return { code: error.code, message: error.message, hint: error.hint };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'UNEXPECTED', message: `Unexpected error: ${message}`, hint: null };
}

/** The HTTP status that fits an error. */
export function statusOf({ code }: Problem): number {
  switch (code) {
    case 'USAGE':
      return 400;
    case 'BUSY':
    case 'CONFLICT':
      return 409;
    case 'INTERRUPTED':
      return 503;
    case 'RATE_LIMITED':
      return 429;
    case 'SERVICE_TROUBLE':
      return 502;
    case 'UNEXPECTED':
    case 'STORE_TROUBLE':
      return 500;
    // Logins, the Strava app and files: the request is fine, the state of things is not.
    default:
      return 409;
  }
}
