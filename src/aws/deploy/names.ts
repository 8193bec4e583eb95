/** Which deployment is meant, and where. */
export interface DeploymentId {
  /** `--name`; several deployments of one account differ by it. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** `aws`, or that of China or the government's regions. */
  readonly partition: string;
}

/** Every name that a deployment gives in AWS. IAM knows no regions, so the role's name holds one. */
export function namesOf({ name, region, account, partition }: DeploymentId) {
  const arn = (service: string, what: string) => `arn:${partition}:${service}:${region}:${account}:${what}`;
  const role = `${name}-${region}`;
  const logGroup = `/aws/lambda/${name}`;
  return {
    table: name,
    tableArn: arn('dynamodb', `table/${name}`),
    role,
    roleArn: `arn:${partition}:iam::${account}:role/${role}`,
    policy: 'garmin2strava',
    logGroup,
    logGroupArn: arn('logs', `log-group:${logGroup}`),
    layer: `${name}-layer`,
    layerArn: arn('lambda', `layer:${name}-layer`),
    function: name,
    functionArn: arn('lambda', `function:${name}`),
    rule: `${name}-every-minute`,
    ruleArn: arn('events', `rule/${name}-every-minute`),
    statement: 'garmin2strava-schedule',
    target: 'garmin2strava',
  } as const;
}

export type Names = ReturnType<typeof namesOf>;
