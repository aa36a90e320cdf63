/* The shapes that `core/` shares with everyone, global. */

/** The element a selector is about, when it names it: `form[data-search] input` is an `HTMLInputElement`. */
type Selected<S extends string> = S extends `${string},${string}`
  ? HTMLElement
  : S extends `${string} ${infer Last}`
    ? Selected<Last>
    : S extends `${infer Start}[${string}` | `${infer Start}.${string}` | `${infer Start}:${string}`
      ? Selected<Start>
      : S extends keyof HTMLElementTagNameMap
        ? HTMLElementTagNameMap[S]
        : HTMLElement;

/** Attributes of an element: nothing leaves one out. */
type Attributes = Record<string, string | number | null | undefined>;

/** What an element may hold; nothing and an empty text are left out. */
type Child = Node | string | null | undefined;

/** What goes in a slot of a template: what it holds (its element goes when that is nothing), or properties. */
type Slot = Child | Child[] | Partial<HTMLAnchorElement & HTMLInputElement>;

/** A record as it is proposed: its id (or the code of a place), its name, what tells it from others. */
type Row = [id: string, name: string, ...more: string[]];

/** A link, a place… as a field proposes it. */
interface Proposed<T> {
  values: T[];
  message: string;
}

interface ComboboxOptions<T> {
  box: HTMLElement;
  find(text: string): Proposed<T> | Promise<Proposed<T>>;
  /** A value in parts: its name, then what tells it from others. */
  describe(value: T): string[];
  choose(value: T): void;
}
