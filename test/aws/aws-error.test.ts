import { expect, test } from 'vitest';
import { awsError } from '../../src/aws/aws-error.ts';

function named(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more);
}

// Names and words as SDK 3.1173 has them.
test.each([
  [
    named('CredentialsProviderError', 'Could not load credentials from any providers'),
    /No AWS credentials/,
    /aws login/,
  ],
  [
    named('CredentialsProviderError', 'The SSO session associated with this profile has expired. Run aws sso login.'),
    /sign-in to AWS has expired/,
    /aws sso login/,
  ],
  [
    named('TokenProviderError', 'Token is expired. To refresh this SSO session run aws sso login'),
    /has expired/,
    /aws sso/,
  ],
  [
    named('CredentialsProviderError', 'Profile work requires multi-factor authentication, but no MFA code callback'),
    /wants a code/,
    /get-session-token/,
  ],
  [named('ExpiredTokenException', 'The security token included in the request is expired'), /expired/, /Sign in/],
  [named('InvalidClientTokenId', 'The security token included in the request is invalid'), /does not know/, /Sign in/],
  [
    named('AccessDeniedException', 'User: arn:… is not authorized'),
    /may not do this: CreateTable\./,
    /deployer-policy/,
  ],
  [
    named('SyntaxError', 'Unexpected token <', { $metadata: { httpStatusCode: 403 } }),
    /CreateTable/,
    /deployer-policy/,
  ],
  [named('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }), /cannot be reached/, /region/],
])('%s is told in our words, with what to do', (error, message, hint) => {
  const told = awsError(error, 'CreateTableCommand');
  expect(told).toMatchObject({ message: expect.stringMatching(message), hint: expect.stringMatching(hint) });
});

test('every other error stays what it is', () => {
  const error = named('ResourceConflictException', 'The function is being updated');
  expect(awsError(error, 'UpdateFunctionCodeCommand')).toBe(error);
  expect(awsError('text', 'x')).toBe('text');
});
