// biome-ignore-all lint/correctness/noComponentHookFactories: ALT is the parser library's word for an alternative, no component
/**
 * The grammar. It yields what was written, with places; what it means is the business of lower-query.ts. Conditions side by
 * side are joined by and, which binds tighter than OR; NOT (or -) binds tightest.
 */
import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import {
  And,
  Close,
  Comma,
  Compare,
  Name,
  Not,
  Open,
  OpenSet,
  Or,
  Quoted,
  queryTokens,
  Text,
  Value,
} from './query-tokens';

export type WrittenValue = { compare: IToken | null; token: IToken };

export type WrittenSet =
  | { kind: 'value'; value: WrittenValue }
  | { kind: 'and' | 'or'; parts: WrittenSet[] }
  | { kind: 'not'; part: WrittenSet };

export type Written =
  | { kind: 'and' | 'or'; parts: Written[] }
  | { kind: 'not'; part: Written }
  | { kind: 'text'; token: IToken }
  /** `list` of values joined by commas, or a `set` in parentheses. */
  | { kind: 'condition'; name: IToken; list: WrittenValue[]; set: WrittenSet | null };

class QueryParser extends EmbeddedActionsParser {
  constructor() {
    super(queryTokens, { recoveryEnabled: false, maxLookahead: 2 });
    this.performSelfAnalysis();
  }

  readonly query = this.RULE('query', (): Written => this.SUBRULE(this.either));

  private readonly either = this.RULE('either', (): Written => {
    const parts = [this.SUBRULE(this.all)];
    this.MANY(() => {
      this.CONSUME(Or);
      parts.push(this.SUBRULE2(this.all));
    });
    return parts.length === 1 ? (parts[0] as Written) : { kind: 'or', parts };
  });

  private readonly all = this.RULE('all', (): Written => {
    const parts = [this.SUBRULE(this.maybeNot)];
    this.MANY(() => {
      this.OPTION(() => this.CONSUME(And));
      parts.push(this.SUBRULE2(this.maybeNot));
    });
    return parts.length === 1 ? (parts[0] as Written) : { kind: 'and', parts };
  });

  private readonly maybeNot = this.RULE('maybeNot', (): Written => {
    let odd = false;
    this.MANY(() => {
      this.CONSUME(Not);
      odd = !odd;
    });
    const part = this.SUBRULE(this.condition);
    return odd ? { kind: 'not', part } : part;
  });

  private readonly condition = this.RULE(
    'condition',
    (): Written =>
      this.OR<Written>([
        {
          ALT: () => {
            this.CONSUME(Open);
            const inner = this.SUBRULE(this.either);
            this.CONSUME(Close);
            return inner;
          },
        },
        { ALT: () => this.SUBRULE(this.fieldCondition) },
        { ALT: () => ({ kind: 'text', token: this.CONSUME(Text) }) },
        { ALT: () => ({ kind: 'text', token: this.CONSUME(Quoted) }) },
      ]),
  );

  private readonly fieldCondition = this.RULE('fieldCondition', (): Written => {
    const name = this.CONSUME(Name);
    const list: WrittenValue[] = [];
    let set: WrittenSet | null = null;
    this.OR([
      {
        ALT: () => {
          this.CONSUME(OpenSet);
          set = this.SUBRULE(this.setEither);
          this.CONSUME(Close);
        },
      },
      {
        ALT: () => {
          list.push(this.SUBRULE(this.value));
          this.MANY(() => {
            this.CONSUME(Comma);
            list.push(this.SUBRULE2(this.value));
          });
        },
      },
    ]);
    return { kind: 'condition', name, list, set };
  });

  private readonly value = this.RULE('value', (): WrittenValue => {
    const compare = this.OPTION(() => this.CONSUME(Compare)) ?? null;
    const token = this.OR([{ ALT: () => this.CONSUME(Value) }, { ALT: () => this.CONSUME(Quoted) }]);
    return { compare, token };
  });

  private readonly setEither = this.RULE('setEither', (): WrittenSet => {
    const parts = [this.SUBRULE(this.setAll)];
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(Or) }, { ALT: () => this.CONSUME(Comma) }]);
      parts.push(this.SUBRULE2(this.setAll));
    });
    return parts.length === 1 ? (parts[0] as WrittenSet) : { kind: 'or', parts };
  });

  private readonly setAll = this.RULE('setAll', (): WrittenSet => {
    const parts = [this.SUBRULE(this.setMaybeNot)];
    this.MANY(() => {
      this.CONSUME(And);
      parts.push(this.SUBRULE2(this.setMaybeNot));
    });
    return parts.length === 1 ? (parts[0] as WrittenSet) : { kind: 'and', parts };
  });

  private readonly setMaybeNot = this.RULE('setMaybeNot', (): WrittenSet => {
    let odd = false;
    this.MANY(() => {
      this.CONSUME(Not);
      odd = !odd;
    });
    const part = this.OR<WrittenSet>([
      {
        ALT: () => {
          this.CONSUME(Open);
          const inner = this.SUBRULE(this.setEither);
          this.CONSUME(Close);
          return inner;
        },
      },
      { ALT: () => ({ kind: 'value', value: this.SUBRULE(this.value) }) },
    ]);
    return odd ? { kind: 'not', part } : part;
  });
}

/** One for all: its state is set anew by each `input`. */
export const queryParser = new QueryParser();
