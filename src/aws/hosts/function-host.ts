import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  type LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import type { FunctionSettings } from '../deploy/desired.ts';
import { nullIfMissing } from './aws-answers.ts';

export interface FunctionState {
  readonly state: string;
  readonly lastUpdate: string;
  /** Why the last change failed; empty otherwise. */
  readonly reason: string;
  readonly codeSha256: string;
  readonly runtime: string;
  readonly architecture: string;
  readonly handler: string;
  readonly memory: number;
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly role: string;
  readonly layers: readonly string[];
  readonly logFormat: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What the function shall be, beside its code. */
export interface FunctionConfiguration extends FunctionSettings {
  readonly roleArn: string;
  readonly layerArn: string;
  readonly logGroup: string;
}

export interface InvokeSettings {
  readonly retries: number;
  /** Seconds. */
  readonly maximumAge: number;
}

export interface Permission {
  readonly statement: string;
  readonly principal: string;
  readonly sourceArn: string;
}

/** The Lambda function, its permission and how it is invoked. */
export class FunctionHost {
  readonly #client: LambdaClient;

  constructor(client: LambdaClient) {
    this.#client = client;
  }

  async describe(FunctionName: string): Promise<FunctionState | null> {
    const answer = await nullIfMissing(this.#client.send(new GetFunctionCommand({ FunctionName })));
    const it = answer?.Configuration;
    if (!it) return null;
    return {
      state: it.State ?? 'Active',
      lastUpdate: it.LastUpdateStatus ?? 'Successful',
      reason: it.LastUpdateStatusReason ?? it.StateReason ?? '',
      codeSha256: it.CodeSha256 ?? '',
      runtime: it.Runtime ?? '',
      architecture: it.Architectures?.[0] ?? 'x86_64',
      handler: it.Handler ?? '',
      memory: it.MemorySize ?? 0,
      timeout: it.Timeout ?? 0,
      environment: it.Environment?.Variables ?? {},
      role: it.Role ?? '',
      layers: (it.Layers ?? []).map(({ Arn }) => Arn ?? ''),
      logFormat: it.LoggingConfig?.LogFormat ?? 'Text',
      tags: answer?.Tags ?? {},
    };
  }

  async create(
    FunctionName: string,
    configuration: FunctionConfiguration,
    code: Uint8Array,
    tags: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.#client.send(
      new CreateFunctionCommand({
        FunctionName,
        ...request(configuration),
        Architectures: [configuration.architecture],
        Code: { ZipFile: code },
        Tags: { ...tags },
      }),
    );
  }

  async updateConfiguration(FunctionName: string, configuration: FunctionConfiguration): Promise<void> {
    await this.#client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...request(configuration) }));
  }

  async updateCode(FunctionName: string, code: Uint8Array, architecture: 'arm64'): Promise<void> {
    await this.#client.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code, Architectures: [architecture] }),
    );
  }

  async tag(Resource: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#client.send(new TagResourceCommand({ Resource, Tags: { ...tags } }));
  }

  async delete(FunctionName: string): Promise<void> {
    await nullIfMissing(this.#client.send(new DeleteFunctionCommand({ FunctionName })));
  }

  async invokeSettings(FunctionName: string): Promise<InvokeSettings | null> {
    const answer = await nullIfMissing(this.#client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })));
    return (
      answer && { retries: answer.MaximumRetryAttempts ?? 2, maximumAge: answer.MaximumEventAgeInSeconds ?? 21_600 }
    );
  }

  async setInvokeSettings(FunctionName: string, { retries, maximumAge }: InvokeSettings): Promise<void> {
    await this.#client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        MaximumRetryAttempts: retries,
        MaximumEventAgeInSeconds: maximumAge,
      }),
    );
  }

  async permission(FunctionName: string, statement: string): Promise<Permission | null> {
    const answer = await nullIfMissing(this.#client.send(new GetPolicyCommand({ FunctionName })));
    const parsed = v.safeParse(Policy, answer?.Policy ?? '');
    const found = parsed.success ? parsed.output.Statement.find(({ Sid }) => Sid === statement) : undefined;
    return (
      (found && {
        statement,
        principal: found.Principal.Service ?? '',
        sourceArn: found.Condition?.ArnLike?.['AWS:SourceArn'] ?? '',
      }) ??
      null
    );
  }

  async addPermission(FunctionName: string, { statement, principal, sourceArn }: Permission): Promise<void> {
    await this.#client.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: statement,
        Action: 'lambda:InvokeFunction',
        Principal: principal,
        SourceArn: sourceArn,
      }),
    );
  }

  async removePermission(FunctionName: string, StatementId: string): Promise<void> {
    await nullIfMissing(this.#client.send(new RemovePermissionCommand({ FunctionName, StatementId })));
  }

  /** Runs the function once and gives back its answer as text, and whether it failed. */
  async invoke(FunctionName: string, event: object): Promise<{ readonly text: string; readonly isError: boolean }> {
    const Payload = new TextEncoder().encode(JSON.stringify(event));
    const answer = await this.#client.send(new InvokeCommand({ FunctionName, Payload }));
    return { text: new TextDecoder().decode(answer.Payload), isError: answer.FunctionError !== undefined };
  }
}

const Policy = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    Statement: v.array(
      v.object({
        Sid: v.optional(v.string()),
        Principal: v.fallback(v.object({ Service: v.optional(v.string()) }), {}),
        Condition: v.optional(v.object({ ArnLike: v.optional(v.object({ 'AWS:SourceArn': v.optional(v.string()) })) })),
      }),
    ),
  }),
);

function request({
  roleArn,
  layerArn,
  logGroup,
  ...settings
}: FunctionConfiguration): Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName' | 'Role'> & { Role: string } {
  return {
    Role: roleArn,
    Runtime: settings.runtime,
    Handler: settings.handler,
    MemorySize: settings.memory,
    Timeout: settings.timeout,
    Environment: { Variables: { ...settings.environment } },
    Layers: [layerArn],
    LoggingConfig: { LogFormat: 'JSON', LogGroup: logGroup, SystemLogLevel: 'WARN' },
    Description: 'Brings Garmin activities to Strava (garmin2strava)',
  };
}
