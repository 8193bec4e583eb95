import type { Request, Response } from 'express';

/** Garmin's answer for what does not exist, a manual entry's file included (petergardfjall/garminexport). */
export const NOT_FOUND = { message: 'HTTP 404 Not Found', error: 'NotFoundException' };

/** The other answer that a manual entry's download can have (petergardfjall/garminexport). */
export const NULL_POINTER = { message: 'java.lang.NullPointerException', error: 'NullPointerException' };

/** Recorded by matin/garth for the download of somebody else's activity. */
export const NOT_THE_OWNER = {
  message: 'Only owner of activity allowed to access this operation',
  error: 'UnauthorizedException',
};

/** The body is not on record; it follows the shape of the others. */
const BAD_REQUEST = { message: 'HTTP 400 Bad Request', error: 'BadRequestException' };

/** The header is on record (python-garminconnect #369), the body is not; it follows the shape of the others. */
const NOT_AUTHORIZED = { message: 'HTTP 401 Unauthorized', error: 'NotAuthorizedException' };

export function sendNotFound(res: Response): void {
  res.status(404).json(NOT_FOUND);
}

export function sendBadRequest(res: Response): void {
  res.status(400).json(BAD_REQUEST);
}

export function sendNotActive(res: Response): void {
  res.set('WWW-Authenticate', 'Bearer error="invalid_token", error_description="Token is not active"');
  res.status(401).json(NOT_AUTHORIZED);
}

/** A query parameter that was given exactly once, else null. */
export function queryText(req: Request, name: string): string | null {
  const value = req.query[name];
  return typeof value === 'string' ? value : null;
}
