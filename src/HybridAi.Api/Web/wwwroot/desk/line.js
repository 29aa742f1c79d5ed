const DEPTH = 3;

/**
 * The records that are this person's: the one on the screen and those ready behind it, so that the next one is there before anybody asks the
 * server. Reads go one after the other: two at once would be handed the same record.
 */
export class Line {
  #items = []; #turn = Promise.resolve(); #exhausted = false; #ask; #onItem;

  /** ask(besideIds) gives an item or null; onItem() is called when one has come or none is left. */
  constructor(ask, onItem) { [this.#ask, this.#onItem] = [ask, onItem]; }

  get current() { return this.#items[0] ?? null; }
  get isExhausted() { return this.#exhausted && this.#items.length === 0; }

  /** Takes the current one off. */
  advance() { return this.#items.shift(); }

  /** Puts an item back before all others. */
  putBack(item) {
    this.#items = [item, ...this.#items.filter(other => other.record.id !== item.record.id)];
  }

  /** Empties the line, for another queue. */
  clear() { [this.#items, this.#exhausted] = [[], false]; }

  /** Fetches until the line is long enough or nothing waits. */
  fill(pendingIds) {
    return this.inTurn(async () => {
      this.#exhausted = false;
      while (this.#items.length < DEPTH) {
        const item = await this.#ask([...this.#items.map(one => one.record.id), ...pendingIds()]);
        this.#exhausted = item === null;
        if (item !== null && !this.#items.some(one => one.record.id === item.record.id)) this.#items.push(item);
        this.#onItem();
        if (item === null) return;
      }
    });
  }

  inTurn(act) {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {});
    return done;
  }
}
