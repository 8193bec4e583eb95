import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { nullIfMissing, tagList } from './aws-answers.ts';

export interface RuleState {
  readonly schedule: string | null;
  readonly isEnabled: boolean;
}

/** The rule that starts the function every minute. */
export class ScheduleHost {
  readonly #client: EventBridgeClient;

  constructor(client: EventBridgeClient) {
    this.#client = client;
  }

  async rule(Name: string): Promise<RuleState | null> {
    const rule = await nullIfMissing(this.#client.send(new DescribeRuleCommand({ Name })));
    return rule && { schedule: rule.ScheduleExpression ?? null, isEnabled: rule.State === 'ENABLED' };
  }

  async targets(Rule: string): Promise<readonly Target[]> {
    const answer = await nullIfMissing(this.#client.send(new ListTargetsByRuleCommand({ Rule })));
    return answer?.Targets ?? [];
  }

  /** Creates or changes the rule. Tags are given to a new one only: AWS refuses them on a change. */
  async putRule(
    Name: string,
    rule: { readonly schedule: string; readonly isEnabled: boolean; readonly tags?: Readonly<Record<string, string>> },
  ): Promise<void> {
    await this.#client.send(
      new PutRuleCommand({
        Name,
        ScheduleExpression: rule.schedule,
        State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
        Description: 'Starts garmin2strava',
        ...(rule.tags && { Tags: tagList(rule.tags) }),
      }),
    );
  }

  async setEnabled(Name: string, isEnabled: boolean): Promise<void> {
    if (isEnabled) await this.#client.send(new EnableRuleCommand({ Name }));
    else await this.#client.send(new DisableRuleCommand({ Name }));
  }

  /** @throws Error when AWS takes the call and not the target */
  async putTarget(Rule: string, target: Target): Promise<void> {
    const answer = await this.#client.send(new PutTargetsCommand({ Rule, Targets: [target] }));
    const [failed] = answer.FailedEntries ?? [];
    if (failed) throw new Error(`EventBridge refuses the target: ${failed.ErrorCode} ${failed.ErrorMessage}`);
  }

  async removeTargets(Rule: string, Ids: readonly string[]): Promise<void> {
    if (Ids.length > 0) await nullIfMissing(this.#client.send(new RemoveTargetsCommand({ Rule, Ids: [...Ids] })));
  }

  async deleteRule(Name: string): Promise<void> {
    await nullIfMissing(this.#client.send(new DeleteRuleCommand({ Name })));
  }
}
