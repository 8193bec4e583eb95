import type { Instant } from './time.ts';

export type Service = 'garmin' | 'strava';

const SERVICE_NAMES: Record<Service, string> = { garmin: 'Garmin', strava: 'Strava' };

/** The service's name as a person reads it. */
export function serviceName(service: Service): string {
  return SERVICE_NAMES[service];
}

interface Explanation {
  /** What happened, one sentence. */
  readonly message: string;
  /** What to do next, one sentence, with the exact command where there is one. */
  readonly hint: string;
  /** The message for a screen, where it is many lines. */
  readonly lines?: readonly string[];
  readonly cause?: unknown;
}

/**
 * Base of everything this project throws on purpose. `code` is stable and may be relied on by scripts; `hint` is the
 * next step for a person. Anything else that is thrown is a bug and is reported as one.
 */
export abstract class ToolError extends Error {
  abstract readonly code: string;
  readonly hint: string;
  /** The message for a screen, a line each. */
  readonly lines: readonly string[];

  constructor({ message, hint, lines = [message], cause }: Explanation) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.hint = hint;
    this.lines = lines;
  }
}

/** The command line or a setting cannot be understood. */
export class UsageError extends ToolError {
  readonly code = 'USAGE';
}

export type AuthProblem = 'MISSING' | 'REJECTED' | 'SCOPE' | 'BLOCKED' | 'CAPTCHA' | 'LOCKED' | 'DENIED';

/** A service does not let us in until a person does something. */
export class AuthRequiredError extends ToolError {
  readonly code: `${'GARMIN' | 'STRAVA'}_AUTH_${AuthProblem}`;
  readonly service: Service;

  constructor(service: Service, problem: AuthProblem, explanation: Explanation) {
    super(explanation);
    this.service = service;
    this.code = `${service === 'garmin' ? 'GARMIN' : 'STRAVA'}_AUTH_${problem}`;
  }
}

/** The login itself is used up or revoked: whatever else is mended, the service never takes it again. */
export class LoginOverError extends AuthRequiredError {
  constructor(service: Service, explanation: Explanation) {
    super(service, 'REJECTED', explanation);
  }
}

/** Strava does not know the app by its id and secret. The login may be good all the same. */
export class AppRefusedError extends AuthRequiredError {
  constructor(explanation: Explanation) {
    super('strava', 'REJECTED', explanation);
  }
}

/** Strava answers 403 `Application/Status/Inactive`: the owner of the API app has no paid subscription. */
export class AppInactiveError extends ToolError {
  readonly code = 'STRAVA_APP_INACTIVE';
}

/** Nothing is sent to the service before `until`; what was begun goes on then. */
export abstract class PauseError extends ToolError {
  readonly service: Service;
  readonly until: Instant;

  constructor(service: Service, until: Instant, explanation: Explanation) {
    super(explanation);
    this.service = service;
    this.until = until;
  }
}

/** The service asked us to stop. */
export class RateLimitedError extends PauseError {
  readonly code = 'RATE_LIMITED';
}

/** The service has failed several times in a row and is left alone for a while. */
export class ServiceDownError extends PauseError {
  readonly code = 'SERVICE_DOWN';
}

/**
 * Whether the service acted on the request: `refused` is a definite no, `unknown` means that it may have acted (a
 * time-out, a broken connection or a 5xx after the request was sent).
 */
export type RequestOutcome = 'refused' | 'unknown';

/** The service did not answer as agreed: 5xx, time-out, HTML instead of JSON, a reset connection. Passing trouble. */
export class ServiceError extends ToolError {
  readonly code = 'SERVICE_TROUBLE';
  readonly service: Service;
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  readonly outcome: RequestOutcome;

  constructor(
    service: Service,
    facts: { readonly status: number | null; readonly outcome: RequestOutcome },
    explanation: Explanation,
  ) {
    super(explanation);
    this.service = service;
    this.status = facts.status;
    this.outcome = facts.outcome;
  }
}

/** A pattern of the user's cannot be compared with an activity; the other activities are not affected. */
export class PatternError extends ToolError {
  readonly code = 'PATTERN_ENDLESS';
}

export type FileProblem = 'BROKEN' | 'NOT_AN_ACTIVITY' | 'UNSAFE' | 'FORBIDDEN' | 'REFUSED';

/** One activity's file can never be uploaded; the other activities are not affected. */
export class FileError extends ToolError {
  readonly code: `FILE_${FileProblem}`;

  constructor(problem: FileProblem, explanation: Explanation) {
    super(explanation);
    this.code = `FILE_${problem}`;
  }
}

/** A conditional write found another version than the one it was based on: somebody else was faster. */
export class ConflictError extends ToolError {
  readonly code = 'CONFLICT';
}

/** Another run holds the lease. */
export class BusyError extends ToolError {
  readonly code = 'BUSY';
}

/** The store cannot be read or written: a full disk, missing permission, damaged data. */
export class StoreError extends ToolError {
  readonly code: 'STORE_TROUBLE' | 'STORE_ACCESS' = 'STORE_TROUBLE';
}

/** The store does not let us in until a person signs in, or is given the right to. */
export class StoreAccessError extends StoreError {
  override readonly code = 'STORE_ACCESS';
}
