import type { Texts } from "./en.ts";

/** The Romanian words of the site. */
export const ro: Texts = {
  skip: "Sari la conținut",
  mainNavigation: "Principală",
  otherLanguage: { code: "en", short: "EN", label: "Read this page in English" },
  navigation: {
    pricing: "Prețuri",
    start: "Documentație",
    guide: "Ghid",
    demo: "Cereți un demo",
    login: "Cont",
    privacy: "Confidențialitate",
    trial: "Încercați gratuit",
  },
  footer: {
    more: "Mai multe",
    demo: "Weekwise este inventat. Vedeți scorul dumneavoastră în",
    demoLink: "panou",
  },
  board: {
    caption: "Turele săptămânii",
    days: ["Lun", "Mar", "Mie", "Joi", "Vin", "Sâm", "Dum"],
    places: { bar: "Bar", floor: "Sală", kitchen: "Bucătărie" },
    open: "Libere",
  },
  form: {
    name: "Nume și prenume",
    email: "E-mail de serviciu",
    company: "Companie",
    employees: "Câți oameni lucrează acolo",
    password: "Parolă, minimum 8 caractere",
    privacy: "Folosim datele ca să vă răspundem, pentru nimic altceva.",
    privacyLink: "Confidențialitate",
  },
  home: {
    title: "Weekwise: ture cu care se poate trăi",
    description:
      "Weekwise planifică turele cafenelelor, clinicilor și magazinelor: corect, legal și până joi.",
    heading: "Săptămâna viitoare, gata de joi",
    lead: "Weekwise planifică turele cafenelelor, clinicilor și magazinelor. Știe cine vrea sâmbăta, cine a avut-o pe ultima și ce spune legea despre amândouă.",
    primary: "Încercați gratuit 14 zile",
    secondary: "Cereți un demo",
    weekTitle: "Café Lumina, săptămâna 48",
    weekBadge: "2 ture libere",
    reasonsTitle: "Un plan este o promisiune. Trei reguli o țin.",
    reasons: [
      {
        title: "Fiecare spune când",
        text: "Oamenii își trec orele în care pot și nu pot lucra, de pe telefon, până marți la prânz. Nimeni nu întreabă de două ori.",
      },
      {
        title: "Zilele grele se împart",
        text: "Serile târzii și duminicile se numără, iar următoarea merge la cine a avut cele mai puține.",
      },
      {
        title: "Schimbările sunt schimburi",
        text: "După joi, o tură se mută doar când o preia cineva. Amândoi primesc mesaj; dumneavoastră, nu.",
      },
    ],
    quote:
      "„Planificam duminică seara, la masa din bucătărie, cu mesajele tuturor deschise. Acum citesc săptămâna joi și plec acasă.”",
    quoteBy: "Ilinca Pop, conduce o cafenea cu 14 oameni",
    guideTitle: "Săptămâna corectă",
    guideText:
      "Șase reguli pentru un plan pe care nu-l contestă nimeni și un tabel de început. Gratuit, cu sau fără Weekwise.",
    guideLink: "Vreau ghidul",
  },
  pricing: {
    title: "Prețuri | Weekwise",
    description: "Gratuit până la 5 oameni, apoi 3 euro pe lună pentru fiecare om din plan.",
    heading: "Plătiți pentru oameni, nu pentru săptămâni",
    lead: "Fiecare plan are tot tabelul. De la o lună la alta, și puteți pleca în orice zi.",
    unit: "de om, pe lună",
    plans: [
      {
        name: "Masă",
        line: "Până la 5 oameni.",
        points: ["Un singur loc de muncă", "Dorințe și schimburi", "Săptămâni păstrate 3 luni"],
        button: "Începeți",
      },
      {
        name: "Casă",
        line: "Pentru o casă cu toate echipele ei.",
        points: ["Oricâte locuri de muncă", "Regulile contractului și ale țării", "Ore pentru salarizare"],
        button: "Încercați gratuit 14 zile",
      },
      {
        name: "Lanț",
        line: "Pentru mai multe case care își împrumută oameni.",
        points: ["Oameni care lucrează în două case", "Autentificare unică", "Cineva la telefon"],
        button: "Cereți un demo",
      },
    ],
    note: "Prețurile sunt fără TVA. Asociațiile plătesc jumătate.",
    questionsTitle: "Înainte să întrebați",
    questions: [
      {
        question: "Are nevoie fiecare de un cont?",
        answer: "Nu. Oamenii primesc un link al lor prin mesaj, care le deschide săptămâna.",
      },
      {
        question: "Pot aduce tabelul nostru?",
        answer: "Da. Lipiți-l, iar Weekwise găsește numele, zilele și orele.",
      },
      {
        question: "Ce se întâmplă după cele 14 zile?",
        answer: "Rămâneți la Masă dacă sunteți cel mult cinci, sau alegeți. Nu avem cardul dumneavoastră.",
      },
    ],
  },
  docs: {
    name: "Documentație",
    next: "Urmează",
    note: "Puteți citi mai departe sau pregăti prima săptămână în cinci minute.",
    articles: {
      start: {
        title: "Prima săptămână",
        lead: "De la un tabel gol la o săptămână publicată, în cinci minute.",
        sections: [
          {
            title: "Adăugați oamenii",
            text: "Lipiți o listă de nume, câte unul pe rând. Numărul de după nume sunt orele din contract.",
            code: "Ilinca Pop, 40\nJonas Weber, 32\nDefne Kaya, 20",
          },
          {
            title: "Desenați turele",
            text: "Trageți peste orele unei zile și numiți locul de muncă. Turele se repetă săptămânal până spuneți altfel.",
          },
          {
            title: "Lăsați Weekwise să completeze",
            text: "Apăsați Completează. Ce nu s-a putut da nimănui rămâne pe rândul Libere, cu motivul.",
          },
        ],
      },
      rules: {
        title: "Reguli",
        lead: "O regulă spune ce nu are voie sau ce n-ar trebui să facă o săptămână.",
        sections: [
          {
            title: "Nu are voie",
            text: "Unsprezece ore între două ture, o zi liberă din șapte, fără nopți sub optsprezece ani: legea țării este deja pornită.",
          },
          {
            title: "N-ar trebui",
            text: "Dorințele au greutăți. O regulă a dumneavoastră este un rând.",
            code: "not more than 2 lates a week\nnot alone on saturday",
          },
          {
            title: "Când regulile se ciocnesc",
            text: "Întâi legea, apoi contractele, apoi dorințele. Tabelul arată ce dorință a cedat, iar omul o primește pe următoarea.",
          },
        ],
      },
      publish: {
        title: "Publicare și schimbări",
        lead: "O săptămână publicată este o promisiune; schimbările le fac cei care o lucrează.",
        sections: [
          {
            title: "Publicați",
            text: "Fiecare își primește săptămâna prin mesaj. O apăsare ajunge, și nu se poate din greșeală.",
          },
          { title: "Schimb", text: "Cine nu poate veni oferă tura. Rămâne a lui până o ia cineva." },
          {
            title: "Ore pentru salarizare",
            text: "Pe întâi ale lunii orele sunt gata ca CSV sau la o adresă.",
            code: "GET /v1/hours?month=2026-11",
          },
        ],
      },
    },
  },
  guide: {
    title: "Săptămâna corectă: un ghid | Weekwise",
    description: "Șase reguli pentru un plan pe care nu-l contestă nimeni și un tabel de început.",
    heading: "Săptămâna corectă",
    lead: "Am întrebat 212 echipe ce face un plan corect. Aceste șase reguli au revenit mereu.",
    rules: [
      "Publicați într-o zi fixă, cu o săptămână înainte.",
      "Cereți dorințele o dată și spuneți până când.",
      "Numărați turele grele și arătați numărul.",
      "Niciodată o tură târzie urmată de una devreme.",
      "Lăsați oamenii să schimbe fără să vă întrebe.",
      "Nu schimbați nimic după ce ați publicat.",
    ],
    formTitle: "Primiți tabelul",
    occupation: "Cu ce vă ocupați?",
    choose: "Alegeți",
    occupations: [
      { value: "Manager", label: "Fac planul turelor" },
      { value: "Owner", label: "Localul este al meu" },
      { value: "Employee", label: "Lucrez în ture" },
      { value: "Student", label: "Sunt student(ă)" },
    ],
    send: "Continuați",
    thanksTitle: "Iată-l",
    thanks:
      "Se deschide în orice program de calcul tabelar. Săptămâna din el este un exemplu: scrieți peste ea.",
    download: "Descărcați tabelul",
  },
  demo: {
    title: "Cereți un demo | Weekwise",
    description: "O jumătate de oră pe săptămâna dumneavoastră, cu un om care a făcut ture.",
    heading: "Aduceți cea mai grea săptămână",
    lead: "O jumătate de oră, pe turele dumneavoastră. Trimiteți tabelul înainte și începem cu el completat.",
    points: ["Cu cineva care a făcut planuri de ture", "Fără prezentări", "Săptămâna rămâne a dumneavoastră"],
    formTitle: "Cereți un demo",
    send: "Cereți o oră",
  },
  trial: {
    title: "Încercați gratuit | Weekwise",
    description: "Paisprezece zile, fără card.",
    heading: "Cinci minute până la prima săptămână",
    lead: "Paisprezece zile cu tot ce avem. Nu cerem cardul.",
    steps: ["Faceți contul.", "Lipiți oamenii.", "Apăsați Completează."],
    formTitle: "Faceți contul",
    send: "Începeți proba",
  },
  login: {
    title: "Autentificare | Weekwise",
    description: "Intrați în săptămâna dumneavoastră.",
    heading: "Înapoi la săptămână",
    unknown: "Pe acest dispozitiv nu există un cont cu această adresă.",
    send: "Intrați",
    note: "Un demo: orice parolă deschide contul făcut pe acest dispozitiv.",
  },
  app: {
    title: "Săptămâna dumneavoastră | Weekwise",
    description: "Săptămâna pe care o planificați.",
    hello: "Bună dimineața,",
    week: "Săptămâna 48",
    open: "ture libere",
    publish: "Publicați săptămâna",
    published: "Publicată. Fiecare are săptămâna lui.",
    logOut: "Ieșiți din cont",
    hint: "Apăsați o tură liberă ca s-o luați.",
    hintLink: "Cum hotărăsc regulile",
  },
  thankYou: {
    title: "Mulțumim | Weekwise",
    description: "Avem cererea dumneavoastră.",
    heading: "Mulțumim. Aducem noi cafeaua.",
    lead: "Până mâine la prânz primiți trei ore din care să alegeți.",
    primary: "Citiți documentația",
    secondary: "Acasă",
  },
  privacy: {
    title: "Confidențialitate | Weekwise",
    description: "Ce înregistrează acest site demonstrativ despre vizită.",
    heading: "Confidențialitatea într-un minut",
    sections: [
      {
        title: "Acesta este un demo",
        text: "Weekwise nu există. Site-ul arată cum măsoară Scoreline o vizită; nimic nu părăsește calculatorul pe care rulează, dacă nu îl legați dumneavoastră.",
      },
      {
        title: "Ce se înregistrează",
        text: "Paginile deschise, formularele trimise, răspunsurile date și autentificările. Din ele vizita primește un scor, iar panoul îi explică fiecare punct.",
      },
      { title: "Ce nu", text: "Parolele: nici nu se păstrează. Contul făcut rămâne în acest browser." },
    ],
  },
};
