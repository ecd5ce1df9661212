/** The functions that want to hear of something. */
export class Listeners<T> {
  readonly #set = new Set<(value: T) => void>();

  /** Returns the function that stops listening. */
  add(listener: (value: T) => void): () => void {
    this.#set.add(listener);
    return () => void this.#set.delete(listener);
  }

  tell(value: T): void {
    for (const listener of [...this.#set]) listener(value);
  }
}
