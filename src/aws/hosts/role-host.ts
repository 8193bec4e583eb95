import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { nullIfMissing, readPolicy, tagList } from './aws-answers.ts';

export interface RoleState {
  readonly trustPolicy: unknown;
  /** Null where the role has no policy of that name. */
  readonly rolePolicy: unknown;
}

/** The role that the function runs as, with its one inline policy. */
export class RoleHost {
  readonly #client: IAMClient;

  constructor(client: IAMClient) {
    this.#client = client;
  }

  async describe(RoleName: string, PolicyName: string): Promise<RoleState | null> {
    const [role, policy] = await Promise.all([
      nullIfMissing(this.#client.send(new GetRoleCommand({ RoleName }))),
      nullIfMissing(this.#client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
    ]);
    if (!role?.Role) return null;
    return {
      trustPolicy: readPolicy(role.Role.AssumeRolePolicyDocument),
      rolePolicy: policy ? readPolicy(policy.PolicyDocument) : null,
    };
  }

  async create(RoleName: string, trustPolicy: object, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#client.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
        Description: 'Lets garmin2strava read and write its own table and log',
        Tags: tagList(tags),
      }),
    );
  }

  async setTrustPolicy(RoleName: string, policy: object): Promise<void> {
    const PolicyDocument = JSON.stringify(policy);
    await this.#client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  }

  async setPolicy(RoleName: string, PolicyName: string, policy: object): Promise<void> {
    const PolicyDocument = JSON.stringify(policy);
    await this.#client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }

  async delete(RoleName: string, PolicyName: string): Promise<void> {
    await nullIfMissing(this.#client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
    await nullIfMissing(this.#client.send(new DeleteRoleCommand({ RoleName })));
  }
}
