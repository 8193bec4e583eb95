/**
 * What goes into the layer: the packages that the handler needs, as far as it needs them. The build resolves the
 * function's imports of these packages to this module, by the names below.
 */
export {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
export { default as garminConnect } from 'garmin-connect';
