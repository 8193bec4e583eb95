import { ToolError } from '../sync/errors.ts';

/** AWS does not let us in, or not to what a deployment needs. */
export class AwsAccessError extends ToolError {
  readonly code = 'AWS_ACCESS';
}

/** AWS cannot be reached, or not be used as set up. */
export class AwsSetupError extends ToolError {
  readonly code = 'AWS_SETUP';
}

const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const REFUSED =
  /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure)/;
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/;
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationErrorException)$/;
const NO_NETWORK = new Set(['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'ENETUNREACH', 'ETIMEDOUT']);

/** Whether the SDK's name for an error means that somebody has to sign in, or to be given a right. */
export function isAccessProblem(name: string): boolean {
  return [NO_CREDENTIALS, REFUSED, EXPIRED, DENIED].some((kind) => kind.test(name));
}

/** An error of the SDK in our words where a person has to act; every other one as it is. */
export function awsError(error: unknown, call: string): unknown {
  if (!(error instanceof Error) || error instanceof ToolError) return error;
  const status = statusOf(error);
  if (NO_CREDENTIALS.test(error.name)) return noCredentials(error);
  if (REFUSED.test(error.name)) return access('AWS does not know these credentials', error);
  if (EXPIRED.test(error.name)) return access('The AWS credentials have expired', error);
  if (DENIED.test(error.name) || status === 403) return denied(call, error);
  if (NO_NETWORK.has(codeOf(error))) return unreachable(error);
  return error;
}

/** The SDK has one name for all of this and tells the rest in words (credential providers of SDK 3.1173). */
function noCredentials(cause: Error): AwsAccessError {
  if (/multi-factor|MFA/i.test(cause.message)) {
    return access('AWS wants a code for this profile', cause, 'Sign in with it first: `aws sts get-session-token`.');
  }
  if (/\bSSO\b|token is expired|aws login/i.test(cause.message)) return access('The sign-in to AWS has expired', cause);
  return access('No AWS credentials were found', cause);
}

const SIGN_IN = 'Sign in to AWS (`aws login`, `aws sso login`) or set AWS_PROFILE, then run the same command again.';

function access(what: string, cause: Error, hint = SIGN_IN): AwsAccessError {
  const profile = process.env['AWS_PROFILE'];
  return new AwsAccessError({ message: `${what}${profile ? ` (AWS_PROFILE is ${profile})` : ''}.`, hint, cause });
}

function denied(call: string, cause: Error): AwsAccessError {
  return new AwsAccessError({
    message: `Your AWS user may not do this: ${call.replace(/Command$/, '')}.`,
    hint: 'Give it the policy in docs/deployer-policy.json. What was done before stays; run the same command again.',
    cause,
  });
}

function unreachable(cause: Error): AwsSetupError {
  return new AwsSetupError({
    message: `AWS cannot be reached (${codeOf(cause)}).`,
    hint: 'Check the network, and that the region is spelled as AWS does: eu-central-1, us-east-1.',
    cause,
  });
}

function statusOf(error: Error): number | null {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return null;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: unknown };
  return typeof httpStatusCode === 'number' ? httpStatusCode : null;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
