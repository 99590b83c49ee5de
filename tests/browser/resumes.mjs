// Lines as they stand in resumes, all made up, and the skills that a careful reader
// would find in each: those that count, and those to ask about.

/** The skills that are looked for. */
export const skills = [
  ['AWS', 'Amazon Web Services'], ['Google', 'Google Search'], ['Google Cloud', 'GCP', 'Google Cloud Platform'], ['Linux', 'GNU/Linux'],
  ['Python', 'Python 3'], ['Go', 'Golang'], ['R'], ['C'], ['C++'], ['C#'], ['F#'], ['.NET', 'dotnet'], ['Java'], ['JavaScript', 'JS'], ['TypeScript', 'TS'],
  ['Node.js', 'Node'], ['React', 'React.js'], ['Swift'], ['Chef'], ['Slack'], ['Excel', 'Microsoft Excel'], ['Spark', 'Apache Spark', 'PySpark'],
  ['Rust'], ['Ruby', 'Ruby on Rails'], ['Spring', 'Spring Boot'], ['Kubernetes', 'K8s'], ['Docker'], ['Terraform'], ['Ansible'],
  ['CI/CD', 'Continuous Integration'], ['TCP/IP'], ['Identity & Access Management', 'IAM'], ['REST APIs', 'RESTful API'], ['SQL'], ['PostgreSQL', 'Postgres'],
  ['Git'], ['Backup & Recovery'], ['Message Queues'], ['Service Level Objectives', 'SLO'], ['Communication'], ['Mentoring', 'Mentorship'],
  ['Machine Learning'], ['Vue.js', 'Vue'], ['UX'], ['Teams', 'Microsoft Teams'], ['A+', 'CompTIA A+'], ['Design Library'],
  ['\u30b3\u30df\u30e5\u30cb\u30b1\u30fc\u30b7\u30e7\u30f3'], ['\u30b5\u30fc\u30d0\u30fc\u7ba1\u7406'], ['Facilitaci\u00f3n'],
].map(([name, ...aliases]) => ({ name, aliases }));

/**
 * Each: the text, what counts, what is only offered; and what is found instead where that
 * is less, or more, than a careful reader would find.
 */
export const lines = [
  // Names and their spellings.
  ['Ran the Google Cloud Platform accounts of four teams.', ['Google Cloud']],
  ['Moved 40 services from Google\nCloud to AWS.', ['Google Cloud', 'AWS']],
  ['Kept GNU/Linux hosts patched; wrote k8s manifests.', ['Linux', 'Kubernetes']],
  ['Stack: NodeJS, node js and Node.js 20', ['Node.js']],
  ['Set up CI-CD, then CI / CD for a second team, all on CICD runners.', ['CI/CD']],
  ['C++, C# and F# on .NET; some C.', ['C++', 'C#', 'F#', '.NET', 'C'], [], { counts: ['C++', 'C#', 'F#', '.NET'], offered: ['C'] }],
  ['C++17/Java 21 trading engine', ['C++', 'Java']],
  ['ASP.NET pages for the intranet', ['.NET'], [], { counts: [], offered: [] }],
  ['Java Script and Type-Script front ends', ['JavaScript', 'TypeScript']],
  ['Built a Vue3 dashboard in python3.', ['Vue.js', 'Python']],
  ['REST API design; RESTful APIs for partners', ['REST APIs']],
  ['Identity and Access Management (IAM) for 300 staff', ['Identity & Access Management']],
  ['I am the first person on call. I AM RELIABLE.', []],
  ['Backup and recovery drills, message queue tuning, SLOs', ['Backup & Recovery', 'Message Queues', 'Service Level Objectives']],
  ['COMPTIA A+ CERTIFIED; LINUX AND DOCKER ADMINISTRATION', ['A+', 'Linux', 'Docker']],
  ['Maintained two design libraries.', ['Design Library']],
  ['\uff30\uff59\uff54\uff48\uff4f\uff4e and Postgre\u200bSQL', ['Python', 'PostgreSQL']],
  ['Facilitacion de talleres y Docker', ['Facilitaci\u00f3n', 'Docker']],
  ['Linux\u306e\u30b5\u30fc\u30d0\u30fc\u7ba1\u7406\u3068\u30b3\u30df\u30e5\u30cb\u30b1\u30fc\u30b7\u30e7\u30f3\u529b', ['Linux', '\u30b5\u30fc\u30d0\u30fc\u7ba1\u7406', '\u30b3\u30df\u30e5\u30cb\u30b1\u30fc\u30b7\u30e7\u30f3']],
  ['Python\uc73c\ub85c \uc790\ub3d9\ud654', ['Python']],
  ['The dockers of Gitton sang javanese songs about pythons.', []],
  ['jane@python.org, github.com/jane/rust-docker, https://terraform.example/ansible', []],
  ['Kuber-\nnetes clusters', ['Kubernetes']],
  // Words that are names.
  ['Languages: Go, Rust, Swift', ['Go', 'Rust', 'Swift']],
  ['Python, go, java, and sql', ['Python', 'Go', 'Java', 'SQL']],
  ['- Docker\n- Chef\n- Slack\n', ['Docker', 'Chef', 'Slack']],
  ['Rewrote the billing service in Go (40,000 lines).', ['Go']],
  ['Go developer since 2016', ['Go']],
  ['Forecasting models, using R and Apache Spark', ['R', 'Spark']],
  ['R programming for clinical trials', ['R']],
  ['Excel macros; Slack bots; Chef cookbooks', ['Excel', 'Slack', 'Chef']],
  ['I go the extra mile and excel at swift communication.', ['Communication']],
  ['Go to market lead. Chef de partie at a hotel in spring 2020.', []],
  ['In Spring 2021 I joined the team.', [], ['Spring']],
  ['Cooked with Chef Paul Moreau in Lyon', [], ['Chef']],
  ['We react to alerts and node failures, and make less noise.', []],
  ['Migrated a monolith to Spring Boot and React.js', ['Spring', 'React']],
  ['Met R. Smith of R&D, a C-level sponsor', []],
  ['Series C funding, grade C concrete', [], ['C']],
  ['Teams of five reported to me. Microsoft Teams rollout.', ['Teams']],
  ['The crew at Slack was small.', [], ['Slack']],
  ['Led UX and IT for the js guild', ['UX']],
  ['MANAGED GO TO MARKET', []],
  ['Rust, Swift', [], ['Rust', 'Swift']],
  ['Tools: excel, slack', ['Excel', 'Slack']],
  ['Kenntnisse: Go, Docker und R', ['Go', 'Docker', 'R']],
  // What is not known, or not yet.
  ['I have no experience with Kubernetes, but strong Docker.', ['Docker'], ['Kubernetes']],
  ['Never used Terraform; daily Ansible.', ['Ansible'], ['Terraform']],
  ['Looking to learn Rust and Machine Learning.', [], ['Rust', 'Machine Learning']],
  ['Currently learning Kubernetes\nMentoring of two juniors', ['Mentoring'], ['Kubernetes']],
  ['Not only Python but also SQL', ['Python', 'SQL']],
  ['Terraform (learning), Git, Ansible: none', ['Git'], ['Terraform', 'Ansible']],
  ['No downtime during the PostgreSQL upgrade', ['PostgreSQL']],
  ['Interested in mentoring. Ten years of SQL.', ['SQL'], ['Mentoring']],
  ['I have not worked with AWS. Docker every day.', ['Docker'], ['AWS']],
  ['I have yet to meet a Kubernetes cluster that I could not break.', ['Kubernetes']],
  ['Somebody who knows Docker would find me a quick study.', [], [], { counts: ['Docker'], offered: [] }],
  ['Eager to grow in Google Cloud; certified in AWS', ['AWS'], ['Google Cloud']],
];
