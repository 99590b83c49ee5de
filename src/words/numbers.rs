//! Numbers as a language writes them. The file of a language shows it by example, so
//! that nobody has to know what the signs are called.

/// The signs in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    group: String,
    /// Numbers of so many digits are grouped.
    least: usize,
    decimal: String,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { group: ",".to_owned(), least: 4, decimal: ".".to_owned() }
    }
}

impl Numbers {
    /// What `1,000`, `10,000` and `0.5` look like; the key of the one that is none of
    /// these in any writing.
    pub fn by_example(thousand: &str, ten_thousand: &str, half: &str) -> Result<Self, &'static str> {
        let between = |text: &str, start: &str, end: &str| {
            let sign = text.strip_prefix(start)?.strip_suffix(end)?;
            (!sign.contains(|c: char| c.is_ascii_digit())).then(|| sign.to_owned())
        };
        let group = between(ten_thousand, "10", "000").ok_or("format.ten_thousand")?;
        let small = between(thousand, "1", "000").filter(|sign| sign.is_empty() || *sign == group);
        let decimal = between(half, "0", "5").filter(|sign| !sign.is_empty()).ok_or("format.half")?;
        let least = if small.ok_or("format.thousand")?.is_empty() { 5 } else { 4 };
        Ok(Self { group, least, decimal })
    }

    /// A whole number, its digits in threes.
    pub fn grouped(&self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() < self.least {
            return digits;
        }
        let mut text = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(&self.group);
            }
            text.push(digit);
        }
        text
    }

    /// A number to one decimal.
    pub fn decimal(&self, number: f64) -> String {
        format!("{number:.1}").replace('.', &self.decimal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_like_the_examples() {
        let check = |examples: [&str; 3], expected: [&str; 4]| {
            let [thousand, ten_thousand, half] = examples;
            let numbers = Numbers::by_example(thousand, ten_thousand, half);
            let written = numbers.map(|numbers| {
                let [one, other, third] = [123, 1234, 1_234_567].map(|number| numbers.grouped(number));
                [one, other, third, numbers.decimal(2.25)]
            });
            assert_eq!(written, Ok(expected.map(str::to_owned)));
        };
        check(["1,000", "10,000", "0.5"], ["123", "1,234", "1,234,567", "2.2"]);
        check(["1000", "10.000", "0,5"], ["123", "1234", "1.234.567", "2,2"]);
        check(
            ["1\u{202f}000", "10\u{202f}000", "0,5"],
            ["123", "1\u{202f}234", "1\u{202f}234\u{202f}567", "2,2"],
        );
        check(["1000", "10000", "0.5"], ["123", "1234", "1234567", "2.2"]);
    }

    #[test]
    fn what_is_no_example_is_told() {
        let check = |[thousand, ten_thousand, half]: [&str; 3], key: &'static str| {
            assert_eq!(Numbers::by_example(thousand, ten_thousand, half), Err(key));
        };
        check(["1,000", "ten thousand", "0.5"], "format.ten_thousand");
        check(["1.000", "10,000", "0.5"], "format.thousand");
        check(["1,000", "10,000", "05"], "format.half");
        check(["1,000", "10,000", "1/2"], "format.half");
    }
}
