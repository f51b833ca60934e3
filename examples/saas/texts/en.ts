/** The other language, apart from the words so that its code stays one of ours. */
interface OtherLanguage {
  code: "en" | "ro";
  short: string;
  label: string;
}

/** A section of an article; one with an example has code too. */
interface Section {
  title: string;
  text: string;
  code?: string;
}

/** The English words of the site. The Romanian ones have the same shape. */
export const en = {
  skip: "Skip to content",
  mainNavigation: "Main",
  otherLanguage: { code: "ro", short: "RO", label: "Citiți această pagină în română" } as OtherLanguage,
  navigation: {
    pricing: "Prices",
    start: "Docs",
    guide: "Guide",
    demo: "Book a demo",
    login: "Log in",
    privacy: "Privacy",
    trial: "Try it free",
  },
  footer: {
    more: "More",
    demo: "Weekwise is invented. Watch your own score in the",
    demoLink: "dashboard",
  },
  board: {
    caption: "The week’s shifts",
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    places: { bar: "Bar", floor: "Floor", kitchen: "Kitchen" },
    open: "Open",
  },
  form: {
    name: "Name",
    email: "E-mail at work",
    company: "Company",
    employees: "People who work there",
    password: "Password, 8 characters or more",
    privacy: "We use your details to answer you, and for nothing else.",
    privacyLink: "Privacy",
  },
  home: {
    title: "Weekwise: shift plans that people can live with",
    description: "Weekwise plans the shifts of cafés, clinics and shops: fair, by law, and on Thursday.",
    heading: "Next week, settled by Thursday",
    lead: "Weekwise plans the shifts of cafés, clinics and shops. It knows who wants the Saturday, who had the last one, and what the law says about both.",
    primary: "Try it free for 14 days",
    secondary: "Book a demo",
    weekTitle: "Café Lumina, week 48",
    weekBadge: "2 shifts open",
    reasonsTitle: "A plan is a promise. Three rules keep it.",
    reasons: [
      {
        title: "Everyone says when",
        text: "People enter the hours they can and cannot work, on their own phone, until Tuesday noon. Nobody asks twice.",
      },
      {
        title: "The hard days go round",
        text: "Late nights and Sundays are counted, and the next one goes to the person who has had the fewest.",
      },
      {
        title: "Changes are swaps",
        text: "After Thursday a shift moves only when somebody takes it. Both get a message; you do not.",
      },
    ],
    quote:
      "“I used to plan on Sunday evening, at the kitchen table, with everyone’s messages open. Now I read the week on Thursday and go home.”",
    quoteBy: "Ilinca Pop, runs a café with 14 people",
    guideTitle: "The fair week",
    guideText:
      "Six rules for a plan that nobody argues with, and a sheet to begin with. Free, with or without Weekwise.",
    guideLink: "Get the guide",
  },
  pricing: {
    title: "Prices | Weekwise",
    description: "Free up to 5 people, then 3 euro a month for each person on the board.",
    heading: "You pay for people, not for weeks",
    lead: "Every plan has the whole board. Month by month, and you can leave on any day.",
    unit: "a person, a month",
    plans: [
      {
        name: "Table",
        line: "For up to 5 people.",
        points: ["One place of work", "Wishes and swaps", "Weeks kept for 3 months"],
        button: "Begin",
      },
      {
        name: "House",
        line: "For one house with all its teams.",
        points: [
          "As many places as you need",
          "Rules of your contract and your country",
          "Hours for the payroll",
        ],
        button: "Try it free for 14 days",
      },
      {
        name: "Chain",
        line: "For several houses that lend each other people.",
        points: ["People who work in two houses", "Single sign-on", "Somebody to call"],
        button: "Book a demo",
      },
    ],
    note: "Prices are without VAT. Charities pay half.",
    questionsTitle: "Before you ask",
    questions: [
      {
        question: "Does everybody need an account?",
        answer: "No. People get a link of their own by message, and it opens their week.",
      },
      {
        question: "Can I bring our spreadsheet?",
        answer: "Yes. Paste it, and Weekwise finds the names, days and hours.",
      },
      {
        question: "What happens after the 14 days?",
        answer: "You stay on Table if you are five or fewer, or you choose. We do not have your card.",
      },
    ],
  },
  docs: {
    name: "Docs",
    next: "Next",
    note: "You can read on here, or set the first week up in five minutes.",
    articles: {
      start: {
        title: "Your first week",
        lead: "From an empty board to a published week in five minutes.",
        sections: [
          {
            title: "Add your people",
            text: "Paste a list of names, one a line. A number behind a name is the hours in the contract.",
            code: "Ilinca Pop, 40\nJonas Weber, 32\nDefne Kaya, 20",
          },
          {
            title: "Draw the shifts",
            text: "Drag over the hours of a day, and name the place of work. Shifts repeat every week until you say otherwise.",
          },
          {
            title: "Let Weekwise fill it",
            text: "Press Fill. What it could not give to anybody stays in the row Open, with the reason.",
          },
        ] as Section[],
      },
      rules: {
        title: "Rules",
        lead: "A rule says what a week must not do, or should rather not do.",
        sections: [
          {
            title: "Must not",
            text: "Eleven hours between two shifts, one day off in seven, no nights for those under eighteen: the law of your country is switched on already.",
          },
          {
            title: "Should rather not",
            text: "Wishes have weights. A rule of your own is one line.",
            code: "not more than 2 lates a week\nnot alone on saturday",
          },
          {
            title: "When rules collide",
            text: "The law comes first, then contracts, then wishes. The board shows which wish gave way, and the person gets the next one.",
          },
        ] as Section[],
      },
      publish: {
        title: "Publish and change",
        lead: "A published week is a promise; changes are made by those who work it.",
        sections: [
          {
            title: "Publish",
            text: "Everybody gets their own week by message. It takes one press, and cannot be done by accident.",
          },
          {
            title: "Swap",
            text: "Whoever cannot come offers the shift. It is theirs until somebody takes it.",
          },
          {
            title: "Hours for the payroll",
            text: "On the first of the month the hours are ready as CSV, or at an address.",
            code: "GET /v1/hours?month=2026-11",
          },
        ] as Section[],
      },
    },
  },
  guide: {
    title: "The fair week: a guide | Weekwise",
    description: "Six rules for a shift plan that nobody argues with, and a sheet to begin with.",
    heading: "The fair week",
    lead: "We asked 212 teams what makes a plan fair. These six rules came back again and again.",
    rules: [
      "Publish on a fixed day, a week ahead.",
      "Ask for wishes once, and say when asking ends.",
      "Count the hard shifts, and show the count.",
      "Never give a late and an early in a row.",
      "Let people swap without asking you.",
      "Change nothing after you have published.",
    ],
    formTitle: "Get the sheet",
    occupation: "What do you do?",
    choose: "Choose",
    occupations: [
      { value: "Manager", label: "I plan the shifts" },
      { value: "Owner", label: "I own the place" },
      { value: "Employee", label: "I work the shifts" },
      { value: "Student", label: "I am a student" },
    ],
    send: "Continue",
    thanksTitle: "Here it is",
    thanks: "Opens in any spreadsheet. The week in it is an example: write over it.",
    download: "Download the sheet",
  },
  demo: {
    title: "Book a demo | Weekwise",
    description: "Half an hour on your own week, with a person who has planned shifts.",
    heading: "Bring your worst week",
    lead: "Half an hour, on your own shifts. Send the sheet before, and we begin with it filled.",
    points: ["With somebody who has planned shifts", "No slides", "You keep the week"],
    formTitle: "Book a demo",
    send: "Ask for a time",
  },
  trial: {
    title: "Try it free | Weekwise",
    description: "Fourteen days, no card.",
    heading: "Five minutes to your first week",
    lead: "Fourteen days with everything. We do not ask for a card.",
    steps: ["Make the account.", "Paste your people.", "Press Fill."],
    formTitle: "Make your account",
    send: "Start the trial",
  },
  login: {
    title: "Log in | Weekwise",
    description: "Log in to your week.",
    heading: "Back to your week",
    unknown: "There is no account with this address on this device.",
    send: "Log in",
    note: "A demo: any password opens the account that you made on this device.",
  },
  app: {
    title: "Your week | Weekwise",
    description: "The week that you are planning.",
    hello: "Good morning,",
    week: "Week 48",
    open: "shifts open",
    publish: "Publish the week",
    published: "Published. Everybody has their week.",
    logOut: "Log out",
    hint: "Press an open shift to take it.",
    hintLink: "How rules decide",
  },
  thankYou: {
    title: "Thank you | Weekwise",
    description: "We have your request.",
    heading: "Thank you. We bring coffee.",
    lead: "You get three times to choose from by tomorrow noon.",
    primary: "Read the docs",
    secondary: "Home",
  },
  privacy: {
    title: "Privacy | Weekwise",
    description: "What this demo site records about your visit.",
    heading: "Privacy in one minute",
    sections: [
      {
        title: "This is a demo",
        text: "Weekwise does not exist. The site shows how Scoreline measures a visit; nothing leaves the machine on which you run it, unless you connect it yourself.",
      },
      {
        title: "What is recorded",
        text: "The pages you open, the forms you send, what you answer when asked, and log-ins. From that the visit gets a score, and the dashboard explains every point of it.",
      },
      {
        title: "What is not",
        text: "Passwords: they are not even kept. The account you make stays in this browser.",
      },
    ],
  },
};

/** The shape of a language. */
export type Texts = typeof en;
