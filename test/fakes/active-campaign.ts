import { at, FakeProvider, type FakeAnswer, type SeenRequest } from "./misbehave.ts";

interface Contact {
  id: string;
  email: string;
  fields: Record<string, string>;
  tags: Set<string>;
  automations: string[];
}

/** ActiveCampaign's API, version 3: https://developers.activecampaign.com/reference/overview */
export class FakeActiveCampaign extends FakeProvider {
  readonly key = "fake0123456789";
  readonly contacts: Contact[] = [];
  readonly tags = [
    { id: "1", tag: "Hot lead in Ploiești" },
    { id: "2", tag: "Hot lead" },
  ];
  readonly fieldIds = new Set(["7"]);
  readonly automationIds = new Set(["12"]);

  protected override errorBody(status: number): unknown {
    return status === 422
      ? { errors: [{ title: "fake error 422", code: "field_invalid" }] }
      : { message: `fake error ${status}` };
  }

  protected override answer({ method, url, headers, body }: SeenRequest): FakeAnswer {
    if (headers.get("api-token") !== this.key)
      return { status: 403, body: { message: "No Result found for Subscriber" } };
    const route = `${method} ${url.pathname}`;
    switch (route) {
      case "POST /api/3/contact/sync":
        return this.#sync(at(body, "contact"));
      case "GET /api/3/tags": {
        const search = url.searchParams.get("search") ?? "";
        return { status: 200, body: { tags: this.tags.filter(({ tag }) => tag.includes(search)) } };
      }
      case "POST /api/3/contactTags": {
        const contact = this.#contact(at(body, "contactTag", "contact"));
        const tag = at(body, "contactTag", "tag");
        if (contact === undefined || !this.tags.some(({ id }) => id === tag)) return this.#missing();
        contact.tags.add(String(tag));
        return { status: 201, body: { contactTag: {} } };
      }
      case "POST /api/3/contactAutomations": {
        const contact = this.#contact(at(body, "contactAutomation", "contact"));
        const automation = String(at(body, "contactAutomation", "automation"));
        if (contact === undefined || !this.automationIds.has(automation)) return this.#missing();
        contact.automations.push(automation);
        return { status: 201, body: { contactAutomation: {} } };
      }
    }
    if (route === "GET /api/3/contacts") {
      const found = this.contacts.filter(({ email }) => email === url.searchParams.get("email"));
      return { status: 200, body: { contacts: found.map(({ id, email }) => ({ id, email })) } };
    }
    const [, erased] = /^DELETE \/api\/3\/contacts\/(\d+)$/.exec(route) ?? [];
    if (erased !== undefined) {
      const index = this.contacts.findIndex((contact) => contact.id === erased);
      if (index < 0) return this.#missing();
      this.contacts.splice(index, 1);
      return { status: 200, body: {} };
    }
    const [, id] = /^GET \/api\/3\/contacts\/(\d+)\/contactAutomations$/.exec(route) ?? [];
    const contact = this.#contact(id);
    if (contact === undefined) return this.#missing();
    return {
      status: 200,
      body: { contactAutomations: contact.automations.map((automation) => ({ contact: id, automation })) },
    };
  }

  #missing(): FakeAnswer {
    return { status: 404, body: { message: "No Result found" } };
  }

  #contact(id: unknown): Contact | undefined {
    return this.contacts.find((contact) => contact.id === id);
  }

  #sync(given: unknown): FakeAnswer {
    const email = at(given, "email");
    if (typeof email !== "string" || !email.includes("@")) return { status: 422, body: this.errorBody(422) };
    let contact = this.contacts.find((item) => item.email === email.toLowerCase());
    const isNew = contact === undefined;
    if (contact === undefined) {
      contact = {
        id: String(this.contacts.length + 101),
        email: email.toLowerCase(),
        fields: {},
        tags: new Set(),
        automations: [],
      };
      this.contacts.push(contact);
    }
    const values = at(given, "fieldValues");
    for (const value of Array.isArray(values) ? values : []) {
      const field = String(at(value, "field"));
      if (!this.fieldIds.has(field)) return { status: 422, body: this.errorBody(422) };
      contact.fields[field] = String(at(value, "value"));
    }
    return { status: isNew ? 201 : 200, body: { contact: { id: contact.id, email } } };
  }
}
