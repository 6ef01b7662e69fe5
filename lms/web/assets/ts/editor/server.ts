// Sends what the editor has, with a token that stays fresh however long the page is open. The server's answers, by name.

export type Verdict =
  | { kind: "kept"; seen: string }
  | { kind: "conflict"; seen: string; text: string }
  | { kind: "signed-out" }
  | { kind: "refused"; message: string }
  | { kind: "later" };

interface Answer {
  seen?: string;
  text?: string;
  message?: string;
}

const SCRIPT = { "X-Requested-With": "fetch", Accept: "application/json" };

export class Server {
  constructor(readonly form: HTMLFormElement) {}

  private post(address: string, values: Record<string, string>, keepalive = false, signal?: AbortSignal): Promise<Response> {
    const body = new FormData();
    body.set("csrf_token", this.field("csrf_token").value);
    Object.entries(values).forEach(([name, value]) => body.set(name, value));
    return fetch(address, { method: "POST", body, headers: SCRIPT, keepalive, signal: signal ?? null, redirect: "error" });
  }

  field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  /** Get a token of the session as it is now; false where nobody is signed in. */
  private async renew(): Promise<boolean> {
    const response = await fetch(this.form.dataset.token ?? "", { headers: SCRIPT });
    if (!response.ok) return false;
    this.field("csrf_token").value = ((await response.json()) as { token: string }).token;
    return true;
  }

  async send(text: string, seen: string, isLeaving = false): Promise<Verdict> {
    const values = { text, seen, person: this.field("person").value };
    try {
      let response = await this.post(this.form.action, values, isLeaving);
      if (response.status === 400) {
        if (!(await this.renew())) return { kind: "signed-out" };
        response = await this.post(this.form.action, values);
      }
      return await judge(response);
    } catch {
      return { kind: "later" };
    }
  }

  /** The page as readers will get it, as HTML that the server has cleaned; nothing where it cannot be had now. */
  async preview(text: string, signal?: AbortSignal): Promise<string | null> {
    try {
      const address = this.form.dataset.preview ?? "";
      let response = await this.post(address, { text }, false, signal);
      if (response.status === 400 && (await this.renew())) response = await this.post(address, { text }, false, signal);
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  }
}

async function judge(response: Response): Promise<Verdict> {
  if (response.status >= 500 || response.status === 429) return { kind: "later" };
  if (response.status === 401) return { kind: "signed-out" };
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const answer: Answer = isJson ? await response.json() : {};
  if (response.ok && answer.seen) return { kind: "kept", seen: answer.seen };
  if (answer.seen !== undefined && answer.text !== undefined) return { kind: "conflict", seen: answer.seen, text: answer.text };
  return { kind: "refused", message: answer.message ?? "" };
}
