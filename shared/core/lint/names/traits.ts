/** What a form tells of who filled it in. */
const ofForms = "company email firstName lastName name phone";

/** Traits of people and of companies that Segment's specification names. */
const ofSegment =
  "address age avatar birthday company createdAt description email employees firstName gender id industry " +
  "lastName name phone plan title username website";

/** What the packs, CRM systems and enrichment services tell. */
const ofSales =
  "accountId annualRevenue budget city companySize country customerSince customers department geography hiring " +
  "homeOwner householdIncome income jobTitle language leadSource lifecycleStage loyaltyCard maritalStatus " +
  "maturity monthsToDecision netWorth occupation region reseller revenue role seniority segment sellsTo source state technologies " +
  "technology tradeIn vatNumber yearsInRole";

/** Traits that something is known to tell. */
export const knownTraits: ReadonlySet<string> = new Set(`${ofForms} ${ofSegment} ${ofSales}`.split(" "));
