import { at, FakeProvider, type FakeAnswer, type SeenRequest } from "./misbehave.ts";

interface Contact {
  id: string;
  properties: Record<string, string>;
}

interface Note {
  id: string;
  contactId: string;
  body: string;
}

const known = ["email", "phone", "firstname", "lastname", "company", "jobtitle", "hubspot_owner_id"];

/**
 * HubSpot's contacts, notes and associations:
 * https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide,
 * https://developers.hubspot.com/docs/api-reference/crm-notes-v3/guide
 */
export class FakeHubSpot extends FakeProvider {
  readonly token = "pat-eu1-fake-0123456789";
  readonly contacts: Contact[] = [];
  readonly notes: Note[] = [];
  /** Whether the token has the scope crm.schemas.contacts.write. */
  mayMakeProperties = false;
  /** Properties that were made in this account. */
  readonly properties = new Set([...known, "scoreline_score", "scoreline_stage", "scoreline_reasons"]);

  protected override errorBody(status: number): unknown {
    return { status: "error", message: `fake error ${status}`, category: "FAKE" };
  }

  protected override answer(request: SeenRequest): FakeAnswer {
    const { method, url, headers, body } = request;
    if (headers.get("authorization") !== `Bearer ${this.token}`)
      return this.#error(401, "Authentication credentials not found");
    const route = `${method} ${url.pathname}`;
    if (route === "POST /crm/v3/objects/contacts") return this.#create(body);
    if (route === "POST /crm/v3/objects/contacts/gdpr-delete") return this.#erase(body);
    if (route === "POST /crm/v3/objects/contacts/search") return this.#search(body);
    if (route === "POST /crm/v3/properties/contacts/batch/create") return this.#makeProperties(body);
    if (route === "POST /crm/v3/objects/notes") return this.#note(body);
    if (route === "POST /crm/v3/objects/notes/batch/read") return this.#readNotes(body);
    const [, notesOf] = /^GET \/crm\/v4\/objects\/contacts\/(\d+)\/associations\/notes$/.exec(route) ?? [];
    if (notesOf !== undefined) {
      const own = this.notes.filter(({ contactId }) => contactId === notesOf);
      return {
        status: 200,
        body: { results: own.map(({ id }) => ({ toObjectId: id, associationTypes: [] })) },
      };
    }
    const [, wanted = ""] = /^\/crm\/v3\/objects\/contacts\/([^/]+)$/.exec(url.pathname) ?? [];
    const isByEmail = url.searchParams.get("idProperty") === "email";
    const contact = this.contacts.find(({ id, properties }) =>
      isByEmail ? properties["email"] === decodeURIComponent(wanted).toLowerCase() : id === wanted,
    );
    if (wanted === "" || contact === undefined) return this.#error(404, "resource not found");
    if (method === "GET") return { status: 200, body: contact };
    if (method !== "PATCH") return this.#error(405, "method not allowed");
    return this.#checked(body) ?? this.#update(contact, at(body, "properties") as Record<string, string>);
  }

  #error(status: number, message: string): FakeAnswer {
    return { status, body: { status: "error", message, category: "FAKE" } };
  }

  #checked(body: unknown): FakeAnswer | undefined {
    const properties = at(body, "properties");
    if (typeof properties !== "object" || properties === null)
      return this.#error(400, "properties are missing");
    const missing = Object.keys(properties).filter((name) => !this.properties.has(name));
    if (missing.length > 0) {
      const problems = missing.map((name) => {
        const message = `Property "${name}" does not exist`;
        return {
          isValid: false,
          message,
          error: "PROPERTY_DOESNT_EXIST",
          name,
          localizedErrorMessage: message,
        };
      });
      return this.#error(400, `Property values were not valid: ${JSON.stringify(problems)}`);
    }
    for (const [name, value] of Object.entries(properties)) {
      if (typeof value !== "string") this.fault(`the property ${name} is no text`);
      if (name === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value)))
        return this.#error(400, 'Property values were not valid: [{"error":"INVALID_EMAIL"}]');
    }
    return undefined;
  }

  /** https://developers.hubspot.com/docs/api-reference/crm-properties-v3/batch/post-crm-v3-properties-objectType-batch-create */
  #makeProperties(body: unknown): FakeAnswer {
    if (!this.mayMakeProperties) {
      const message = "This app hasn't been granted all required scopes to make this call.";
      return { status: 403, body: { status: "error", message, category: "MISSING_SCOPES" } };
    }
    const inputs = at(body, "inputs");
    const results = Array.isArray(inputs) ? (inputs as Record<string, string>[]) : [];
    for (const { name = "", label, type, fieldType = "", groupName } of results) {
      const isType = type === "number" ? fieldType === "number" : ["text", "textarea"].includes(fieldType);
      if (!/^[a-z][a-z0-9_]*$/.test(name) || !label || !isType || groupName !== "contactinformation")
        return this.#error(400, "Property definition was not valid");
      if (this.properties.has(name)) return this.#error(409, `A property named '${name}' already exists.`);
      this.properties.add(name);
    }
    return { status: 201, body: { status: "COMPLETE", results } };
  }

  #create(body: unknown): FakeAnswer {
    const fault = this.#checked(body);
    if (fault !== undefined) return fault;
    const properties = at(body, "properties") as Record<string, string>;
    const email = properties["email"]?.toLowerCase();
    const same = this.contacts.find(
      (contact) => email !== undefined && contact.properties["email"] === email,
    );
    if (same !== undefined) return this.#error(409, `Contact already exists. Existing ID: ${same.id}`);
    const contact = {
      id: String(51 + this.contacts.length),
      properties: { ...properties, ...(email !== undefined && { email }) },
    };
    this.contacts.push(contact);
    return { status: 201, body: contact };
  }

  #update(contact: Contact, properties: Record<string, string>): FakeAnswer {
    Object.assign(contact.properties, properties);
    return { status: 200, body: contact };
  }

  #search(body: unknown): FakeAnswer {
    const filter = at(body, "filterGroups", "0", "filters", "0");
    const name = String(at(filter, "propertyName"));
    if (at(filter, "operator") !== "EQ") return this.#error(400, "the fake knows EQ only");
    const found = this.contacts.filter(({ properties }) => properties[name] === at(filter, "value"));
    return { status: 200, body: { total: found.length, results: found } };
  }

  /** https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/basic/post-crm-v3-objects-contacts-gdpr-delete */
  #erase(body: unknown): FakeAnswer {
    const index = this.contacts.findIndex(({ id }) => id === at(body, "objectId"));
    if (index < 0) this.fault("an id that is not there: an address would be put on the blocklist");
    else this.contacts.splice(index, 1);
    return { status: 204, body: "" };
  }

  #note(body: unknown): FakeAnswer {
    const text = at(body, "properties", "hs_note_body");
    const contactId = at(body, "associations", "0", "to", "id");
    const type = at(body, "associations", "0", "types", "0");
    if (Number.isNaN(Date.parse(String(at(body, "properties", "hs_timestamp")))))
      return this.#error(400, "hs_timestamp is required");
    if (typeof text !== "string" || text.length > 65_536) return this.#error(400, "hs_note_body is too long");
    if (at(type, "associationTypeId") !== 202 || at(type, "associationCategory") !== "HUBSPOT_DEFINED")
      return this.#error(400, "no such association");
    if (!this.contacts.some(({ id }) => id === contactId)) return this.#error(404, "no such contact");
    const note = { id: String(9001 + this.notes.length), contactId: String(contactId), body: text };
    this.notes.push(note);
    return { status: 201, body: { id: note.id } };
  }

  #readNotes(body: unknown): FakeAnswer {
    const inputs = at(body, "inputs");
    const ids = new Set(Array.isArray(inputs) ? inputs.map((input) => at(input, "id")) : []);
    const results = this.notes
      .filter(({ id }) => ids.has(id))
      .map(({ id, body: text }) => ({ id, properties: { hs_note_body: text } }));
    return { status: 200, body: { status: "COMPLETE", results } };
  }
}
