//! Words, titles and names of skills, and the dice that choose among them. It
//! knows no site.

use std::collections::BTreeSet;

/// Numbers that look like chance and are the same each time: SplitMix64 (Steele,
/// Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number less than `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// A number from `first` to `last`.
    pub(super) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// `count` different numbers less than `end`, low ones far more often than others.
    pub(super) fn skewed(&mut self, end: usize, count: usize) -> Vec<usize> {
        let mut found = BTreeSet::new();
        while found.len() < count.min(end) {
            let part = (self.roll() >> 11) as f64 / (1_u64 << 53) as f64;
            found.insert((end as f64 * part.powf(2.5)) as usize);
        }
        found.into_iter().collect()
    }

    pub(super) fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    /// Sentences of 8 to 18 words.
    pub(super) fn sentences(&mut self, count: usize) -> String {
        let sentence = |_| {
            let words: Vec<&str> = (0..self.between(8, 18)).map(|_| self.word()).collect();
            format!("{}.", capital(&words.join(" ")))
        };
        (0..count).map(sentence).collect::<Vec<_>>().join(" ")
    }
}

/// With a capital letter.
pub(super) fn capital(words: &str) -> String {
    let (first, rest) = words.split_at(1);
    first.to_uppercase() + rest
}

/// Different titles of roles, in an order without order.
pub(super) fn titles(count: usize) -> Vec<String> {
    let all = RANKS.len() * DOMAINS.len() * JOBS.len();
    assert!(count <= all, "there are no more than {all} titles");
    // A step that shares no factor with their number meets each title once.
    (0..count)
        .map(|at| (at * 7_919 + 13) % all)
        .map(|at| {
            let (rank, rest) = (at % RANKS.len(), at / RANKS.len());
            let (domain, job) = (rest % DOMAINS.len(), rest / DOMAINS.len());
            format!("{} {} {}", RANKS[rank], DOMAINS[domain], JOBS[job])
        })
        .collect()
}

/// Different names of technical skills.
pub(super) fn skills(count: usize) -> Vec<String> {
    let name = |at: usize| {
        let (start, rest) = (at % STARTS.len(), at / STARTS.len());
        let (middle, end) = (rest % MIDDLES.len(), rest / MIDDLES.len());
        capital(&format!("{}{}{}", STARTS[start], MIDDLES[middle], ENDS[end % ENDS.len()]))
    };
    (0..count).map(name).collect()
}

/// Soft skills, the common ones first.
pub(super) const SOFT: [&str; 24] = [
    "Communication",
    "Teamwork",
    "Planning",
    "Writing",
    "Leadership",
    "Negotiation",
    "Empathy",
    "Patience",
    "Curiosity",
    "Mentoring",
    "Public Speaking",
    "Time Management",
    "Listening",
    "Adaptability",
    "Facilitation",
    "Judgment",
    "Persistence",
    "Calm",
    "Diplomacy",
    "Teaching",
    "Storytelling",
    "Delegation",
    "Coaching",
    "Precision",
];

const WORDS: [&str; 104] = [
    "team",
    "system",
    "service",
    "data",
    "plan",
    "review",
    "change",
    "cost",
    "risk",
    "user",
    "customer",
    "report",
    "tool",
    "code",
    "test",
    "deploy",
    "incident",
    "release",
    "budget",
    "meeting",
    "design",
    "network",
    "cloud",
    "storage",
    "model",
    "pipeline",
    "query",
    "schema",
    "metric",
    "alert",
    "backup",
    "policy",
    "access",
    "audit",
    "vendor",
    "contract",
    "process",
    "quality",
    "support",
    "training",
    "document",
    "problem",
    "solution",
    "project",
    "work",
    "day",
    "week",
    "people",
    "manager",
    "decision",
    "question",
    "answer",
    "detail",
    "result",
    "failure",
    "success",
    "time",
    "effort",
    "scope",
    "goal",
    "value",
    "impact",
    "feedback",
    "practice",
    "habit",
    "skill",
    "interview",
    "hire",
    "career",
    "path",
    "move",
    "learn",
    "teach",
    "write",
    "read",
    "explain",
    "measure",
    "compare",
    "choose",
    "build",
    "run",
    "keep",
    "fix",
    "break",
    "watch",
    "notice",
    "listen",
    "ask",
    "agree",
    "argue",
    "the",
    "a",
    "of",
    "and",
    "in",
    "that",
    "for",
    "with",
    "on",
    "is",
    "as",
    "by",
    "often",
    "rarely",
];

const RANKS: [&str; 30] = [
    "Senior",
    "Junior",
    "Lead",
    "Principal",
    "Staff",
    "Associate",
    "Chief",
    "Applied",
    "Field",
    "Remote",
    "Clinical",
    "Industrial",
    "Digital",
    "Mobile",
    "Embedded",
    "Quantum",
    "Regional",
    "Global",
    "Naval",
    "Rural",
    "Civic",
    "Forensic",
    "Marine",
    "Municipal",
    "National",
    "Night",
    "Polar",
    "Private",
    "Public",
    "Urban",
];

const DOMAINS: [&str; 40] = [
    "Data", "Network", "Cloud", "Security", "Platform", "Database", "Storage", "Payments", "Search",
    "Graphics", "Audio", "Video", "Robotics", "Billing", "Identity", "Fraud", "Growth", "Energy", "Transit",
    "Health", "Water", "Retail", "Legal", "Tax", "Media", "Games", "Maps", "Voice", "Vision", "Sensor",
    "Airport", "Archive", "Battery", "Bridge", "Climate", "Crop", "Dental", "Drone", "Forest", "Harbor",
];

const JOBS: [&str; 30] = [
    "Engineer",
    "Analyst",
    "Administrator",
    "Architect",
    "Manager",
    "Designer",
    "Developer",
    "Tester",
    "Researcher",
    "Consultant",
    "Planner",
    "Auditor",
    "Operator",
    "Scientist",
    "Writer",
    "Trainer",
    "Coordinator",
    "Specialist",
    "Technician",
    "Advisor",
    "Buyer",
    "Curator",
    "Director",
    "Editor",
    "Estimator",
    "Inspector",
    "Instructor",
    "Mechanic",
    "Surveyor",
    "Translator",
];

const STARTS: [&str; 20] = [
    "ter", "kub", "lin", "pyt", "gra", "post", "doc", "azu", "red", "kaf", "spa", "pro", "ans", "jen", "nix",
    "vel", "mor", "hex", "tal", "quo",
];

const MIDDLES: [&str; 20] = [
    "ra", "er", "u", "ho", "phi", "gre", "ke", "ri", "i", "ka", "rko", "me", "ibo", "ki", "o", "flo", "ba",
    "sta", "za", "gri",
];

const ENDS: [&str; 26] = [
    "form", "net", "nux", "na", "ql", "base", "stack", "mesh", "grid", "ware", "lab", "works", "sys", "bus",
    "log", "sync", "hub", "kit", "dash", "port", "cast", "gate", "beam", "loop", "node", "vault",
];
