import { Unreachable, SignedOut } from "./api.js";

const LONGEST_WAIT = 15_000;

/**
 * Answers on their way to the server, in order. They lie in the browser's storage until the server has them, so that neither a lost connection
 * nor an ended session nor a closed window loses one. An answer that the server refuses is given back with the reason.
 */
export class Outbox {
  #key; #send; #tell; #waiting; #running = null; #inFlight = false;

  /** tell({ waiting, state, error, answer }): state is "idle", "sending", "unreachable", "signed-out" or "refused". */
  constructor(key, send, tell) {
    [this.#key, this.#send, this.#tell] = [key, send, tell];
    this.#waiting = JSON.parse(localStorage.getItem(key) ?? "[]");
    addEventListener("online", () => this.flush());
  }

  get recordIds() { return this.#waiting.map(answer => answer.recordId); }

  put(answer) {
    this.#waiting.push(answer);
    this.#save();
    this.flush();
  }

  /** Takes the last answer back that has not left yet; null where there is none. */
  takeBack() {
    if (this.#waiting.length === 0 || (this.#inFlight && this.#waiting.length === 1)) return null;
    const last = this.#waiting.pop();
    this.#save();
    return last;
  }

  /** Sends what waits; ends when nothing waits any more or the session has ended. */
  flush() {
    return this.#running ??= this.#run().finally(() => { this.#running = null; });
  }

  async #run() {
    for (let wait = 500; this.#waiting.length > 0;) {
      try {
        this.#inFlight = true;
        const [first] = this.#waiting;
        await this.#send(first);
        this.#done();
        wait = 500;
      } catch (error) {
        this.#inFlight = false;
        if (error instanceof SignedOut) return this.#tell({ waiting: this.#waiting.length, state: "signed-out", error });
        if (error instanceof Unreachable) {
          this.#tell({ waiting: this.#waiting.length, state: "unreachable", error });
          await this.#pause(wait);
          wait = Math.min(wait * 2, LONGEST_WAIT);
        } else {
          const answer = this.#waiting[0];
          this.#done();
          this.#tell({ waiting: this.#waiting.length, state: "refused", error, answer });
        }
      }
    }

    this.#tell({ waiting: 0, state: "idle" });
  }

  #done() {
    this.#inFlight = false;
    this.#waiting.shift();
    this.#save();
  }

  #save() { localStorage.setItem(this.#key, JSON.stringify(this.#waiting)); }

  #pause(milliseconds) {
    return new Promise(go => {
      const timer = setTimeout(go, milliseconds);
      addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
    });
  }
}
