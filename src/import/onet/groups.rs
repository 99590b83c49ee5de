//! The groups of the Standard Occupational Classification 2018 that occupations
//! fall into, as the U.S. Bureau of Labor Statistics names them; releases of
//! O*NET hold no names of groups. The classification is in the public domain.

/// The 23 major groups, by the first two digits of a code, called as O*NET calls
/// its job families: without the word "Occupations" at the end.
const FAMILIES: &[(&str, &str)] = &[
    ("11", "Management"),
    ("13", "Business and Financial Operations"),
    ("15", "Computer and Mathematical"),
    ("17", "Architecture and Engineering"),
    ("19", "Life, Physical, and Social Science"),
    ("21", "Community and Social Service"),
    ("23", "Legal"),
    ("25", "Educational Instruction and Library"),
    ("27", "Arts, Design, Entertainment, Sports, and Media"),
    ("29", "Healthcare Practitioners and Technical"),
    ("31", "Healthcare Support"),
    ("33", "Protective Service"),
    ("35", "Food Preparation and Serving Related"),
    ("37", "Building and Grounds Cleaning and Maintenance"),
    ("39", "Personal Care and Service"),
    ("41", "Sales and Related"),
    ("43", "Office and Administrative Support"),
    ("45", "Farming, Fishing, and Forestry"),
    ("47", "Construction and Extraction"),
    ("49", "Installation, Maintenance, and Repair"),
    ("51", "Production"),
    ("53", "Transportation and Material Moving"),
    ("55", "Military Specific"),
];

/// The minor groups, by the beginning of a code, and those broad groups that part
/// a minor group of too many guides for one page. The longest beginning counts.
const TRACKS: &[(&str, &str)] = &[
    ("11-1", "Top Executives"),
    ("11-2", "Advertising, Marketing, Promotions, Public Relations, and Sales Managers"),
    ("11-3", "Operations Specialties Managers"),
    ("11-9", "Other Management Occupations"),
    ("13-1", "Business Operations Specialists"),
    ("13-2", "Financial Specialists"),
    ("15-1", "Computer Occupations"),
    ("15-121", "Computer and Information Analysts"),
    ("15-122", "Computer and Information Research Scientists"),
    ("15-123", "Computer Support Specialists"),
    ("15-124", "Database and Network Administrators and Architects"),
    ("15-125", "Software and Web Developers, Programmers, and Testers"),
    ("15-129", "Miscellaneous Computer Occupations"),
    ("15-2", "Mathematical Science Occupations"),
    ("17-1", "Architects, Surveyors, and Cartographers"),
    ("17-2", "Engineers"),
    ("17-3", "Drafters, Engineering Technicians, and Mapping Technicians"),
    ("19-1", "Life Scientists"),
    ("19-2", "Physical Scientists"),
    ("19-3", "Social Scientists and Related Workers"),
    ("19-4", "Life, Physical, and Social Science Technicians"),
    ("19-5", "Occupational Health and Safety Specialists and Technicians"),
    ("21-1", "Counselors, Social Workers, and Other Community and Social Service Specialists"),
    ("21-2", "Religious Workers"),
    ("23-1", "Lawyers, Judges, and Related Workers"),
    ("23-2", "Legal Support Workers"),
    ("25-1", "Postsecondary Teachers"),
    ("25-2", "Preschool, Elementary, Middle, Secondary, and Special Education Teachers"),
    ("25-3", "Other Teachers and Instructors"),
    ("25-4", "Librarians, Curators, and Archivists"),
    ("25-9", "Other Educational Instruction and Library Occupations"),
    ("27-1", "Art and Design Workers"),
    ("27-2", "Entertainers and Performers, Sports and Related Workers"),
    ("27-3", "Media and Communication Workers"),
    ("27-4", "Media and Communication Equipment Workers"),
    ("29-1", "Healthcare Diagnosing or Treating Practitioners"),
    ("29-121", "Physicians"),
    ("29-122", "Physicians"),
    ("29-124", "Surgeons"),
    ("29-2", "Health Technologists and Technicians"),
    ("29-9", "Other Healthcare Practitioners and Technical Occupations"),
    ("31-1", "Home Health and Personal Care Aides; and Nursing Assistants, Orderlies, and Psychiatric Aides"),
    ("31-2", "Occupational Therapy and Physical Therapist Assistants and Aides"),
    ("31-9", "Other Healthcare Support Occupations"),
    ("33-1", "Supervisors of Protective Service Workers"),
    ("33-2", "Firefighting and Prevention Workers"),
    ("33-3", "Law Enforcement Workers"),
    ("33-9", "Other Protective Service Workers"),
    ("35-1", "Supervisors of Food Preparation and Serving Workers"),
    ("35-2", "Cooks and Food Preparation Workers"),
    ("35-3", "Food and Beverage Serving Workers"),
    ("35-9", "Other Food Preparation and Serving Related Workers"),
    ("37-1", "Supervisors of Building and Grounds Cleaning and Maintenance Workers"),
    ("37-2", "Building Cleaning and Pest Control Workers"),
    ("37-3", "Grounds Maintenance Workers"),
    ("39-1", "Supervisors of Personal Care and Service Workers"),
    ("39-2", "Animal Care and Service Workers"),
    ("39-3", "Entertainment Attendants and Related Workers"),
    ("39-4", "Funeral Service Workers"),
    ("39-5", "Personal Appearance Workers"),
    ("39-6", "Baggage Porters, Bellhops, and Concierges"),
    ("39-7", "Tour and Travel Guides"),
    ("39-9", "Other Personal Care and Service Workers"),
    ("41-1", "Supervisors of Sales Workers"),
    ("41-2", "Retail Sales Workers"),
    ("41-3", "Sales Representatives, Services"),
    ("41-4", "Sales Representatives, Wholesale and Manufacturing"),
    ("41-9", "Other Sales and Related Workers"),
    ("43-1", "Supervisors of Office and Administrative Support Workers"),
    ("43-2", "Communications Equipment Operators"),
    ("43-3", "Financial Clerks"),
    ("43-4", "Information and Record Clerks"),
    ("43-5", "Material Recording, Scheduling, Dispatching, and Distributing Workers"),
    ("43-6", "Secretaries and Administrative Assistants"),
    ("43-9", "Other Office and Administrative Support Workers"),
    ("45-1", "Supervisors of Farming, Fishing, and Forestry Workers"),
    ("45-2", "Agricultural Workers"),
    ("45-3", "Fishing and Hunting Workers"),
    ("45-4", "Forest, Conservation, and Logging Workers"),
    ("47-1", "Supervisors of Construction and Extraction Workers"),
    ("47-2", "Construction Trades Workers"),
    ("47-3", "Helpers, Construction Trades"),
    ("47-4", "Other Construction and Related Workers"),
    ("47-5", "Extraction Workers"),
    ("49-1", "Supervisors of Installation, Maintenance, and Repair Workers"),
    ("49-2", "Electrical and Electronic Equipment Mechanics, Installers, and Repairers"),
    ("49-3", "Vehicle and Mobile Equipment Mechanics, Installers, and Repairers"),
    ("49-9", "Other Installation, Maintenance, and Repair Occupations"),
    ("51-1", "Supervisors of Production Workers"),
    ("51-2", "Assemblers and Fabricators"),
    ("51-3", "Food Processing Workers"),
    ("51-4", "Metal Workers and Plastic Workers"),
    ("51-5", "Printing Workers"),
    ("51-6", "Textile, Apparel, and Furnishings Workers"),
    ("51-7", "Woodworkers"),
    ("51-8", "Plant and System Operators"),
    ("51-9", "Other Production Occupations"),
    ("53-1", "Supervisors of Transportation and Material Moving Workers"),
    ("53-2", "Air Transportation Workers"),
    ("53-3", "Motor Vehicle Operators"),
    ("53-4", "Rail Transportation Workers"),
    ("53-5", "Water Transportation Workers"),
    ("53-6", "Other Transportation Workers"),
    ("53-7", "Material Moving Workers"),
    ("55-1", "Military Officer Special and Tactical Operations Leaders"),
    ("55-2", "First-Line Enlisted Military Supervisors"),
    ("55-3", "Military Enlisted Tactical Operations and Air/Weapons Specialists and Crew Members"),
];

/// The name of the job family of those two digits.
pub fn family(digits: &str) -> Option<&'static str> {
    FAMILIES.iter().find(|(known, _)| *known == digits).map(|(_, name)| *name)
}

/// The digits of all families.
pub fn families() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|(digits, _)| *digits)
}

/// Names of the field and of the track of an occupation. A code of a later
/// classification goes by its digits.
pub(super) fn place(code: &str) -> (String, String) {
    let digits = code.get(..2).unwrap_or(code);
    let field = family(digits).map_or_else(|| format!("Occupations {digits}"), str::to_owned);
    let fits = TRACKS.iter().filter(|(start, _)| code.starts_with(start));
    let track = fits.max_by_key(|(start, _)| start.len());
    let minor = code.get(..4).unwrap_or(code);
    let track = track.map_or_else(|| format!("Occupations {minor}"), |(_, name)| (*name).to_owned());
    (field, track)
}
