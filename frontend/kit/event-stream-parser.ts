/** Turns the bytes of `text/event-stream` into messages (WHATWG HTML, "server-sent events"). */

export interface StreamMessage {
  id: string;
  event: string;
  data: string;
}

export class EventStreamParser {
  private rest = "";
  private id = "";
  private event = "";
  private data: string[] = [];

  /** Feeds a piece of text, cut anywhere; gives the messages that it completes. */
  push(text: string): StreamMessage[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    return lines.map((line) => this.takeLine(line)).filter((message) => message !== null);
  }

  private takeLine(line: string): StreamMessage | null {
    if (line === "") return this.finish();
    if (line.startsWith(":")) return null;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.data.push(value);
    else if (field === "event") this.event = value;
    else if (field === "id" && !value.includes("\0")) this.id = value;
    return null;
  }

  private finish(): StreamMessage | null {
    const message = { id: this.id, event: this.event || "message", data: this.data.join("\n") };
    const isEmpty = this.data.length === 0;
    this.event = "";
    this.data = [];
    return isEmpty ? null : message;
  }
}
