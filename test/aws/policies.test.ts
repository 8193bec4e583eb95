import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { desiredState } from '../../src/aws/deploy/desired.ts';
import { everythingAllowed, isAllowed, variants } from '../support/policy.ts';

const PLACE = { region: 'eu-central-1', account: '123456789012', partition: 'aws' };
const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/garmin2strava';
const LOG = 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/garmin2strava';
const LONG = 60_000;

interface Policy {
  readonly Statement: readonly object[];
}

function desired() {
  const zip = { sha256: '', bytes: new Uint8Array() };
  return desiredState(
    { id: { name: 'garmin2strava', ...PLACE }, profile: 'default', interval: 1, retentionDays: 14, environment: {} },
    { layer: zip, code: zip, version: '1' },
  );
}

const HANDLER = [
  `dynamodb:BatchGetItem ${TABLE}`,
  `dynamodb:DeleteItem ${TABLE}`,
  `dynamodb:GetItem ${TABLE}`,
  `dynamodb:PutItem ${TABLE}`,
  `dynamodb:Query ${TABLE}`,
  `logs:CreateLogStream ${LOG}:*`,
  `logs:PutLogEvents ${LOG}:*`,
];

test('of all actions of all services the function may do just these', { timeout: LONG }, async () => {
  expect(await everythingAllowed(desired().rolePolicy)).toEqual(HANDLER);
});

test('on somebody else\u2019s table, log, account or region it may do nothing', async () => {
  const identity = desired().rolePolicy;
  const may = (action: string, resource: string) => isAllowed({ identity }, { action, resource });
  expect(await may('dynamodb:GetItem', TABLE)).toBe(true);
  expect(await may('dynamodb:GetItem', `${TABLE}-work`)).toBe(false);
  expect(await may('dynamodb:GetItem', TABLE.replace('eu-central-1', 'us-east-1'))).toBe(false);
  expect(await may('dynamodb:GetItem', TABLE.replace('123456789012', '210987654321'))).toBe(false);
  expect(await may('logs:PutLogEvents', `${LOG}:log-stream:any`)).toBe(true);
  expect(await may('logs:PutLogEvents', `${LOG}-work:log-stream:any`)).toBe(false);
});

test('one action more or less is noticed', { timeout: LONG }, async () => {
  const { more, less } = variants(desired().rolePolicy as Policy, 'dynamodb:DeleteTable');
  expect(less).toHaveLength(HANDLER.length);
  const isAsMeant = async (identity: object) => {
    const answers = HANDLER.map(async (line) => {
      const [action = '', resource = ''] = line.split(' ');
      return isAllowed({ identity }, { action, resource: resource.replace(/:\*$/, ':log-stream:any') });
    });
    return (await Promise.all(answers)).every(Boolean);
  };
  for (const { policy } of less) expect(await isAsMeant(policy)).toBe(false);
  expect(await everythingAllowed(more)).toContain(`dynamodb:DeleteTable ${TABLE}`);
});

test('Lambda, and nobody else, may take on the role', async () => {
  const resource = { ...desired().trustPolicy };
  const may = (principal: string) =>
    isAllowed({ resource }, { action: 'sts:AssumeRole', resource: desired().names.roleArn, principal });
  expect(await may('lambda.amazonaws.com')).toBe(true);
  expect(await may('ec2.amazonaws.com')).toBe(false);
});

test('the deployer may act on what carries the name of the tool, and hand the role to Lambda only', async () => {
  const identity = JSON.parse(await readFile(new URL('../../docs/deployer-policy.json', import.meta.url), 'utf8'));
  const may = (action: string, resource: string, context = {}) =>
    isAllowed({ identity }, { action, resource, context });
  const { functionArn, roleArn } = desired().names;
  expect(await may('lambda:UpdateFunctionCode', functionArn)).toBe(true);
  expect(await may('lambda:UpdateFunctionCode', functionArn.replace('garmin2strava', 'payroll'))).toBe(false);
  expect(await may('dynamodb:DeleteTable', TABLE.replace('garmin2strava', 'payroll'))).toBe(false);
  expect(await may('iam:PassRole', roleArn, { 'iam:PassedToService': 'lambda.amazonaws.com' })).toBe(true);
  expect(await may('iam:PassRole', roleArn, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(false);
  expect(await may('iam:CreateUser', 'arn:aws:iam::123456789012:user/x')).toBe(false);
});
