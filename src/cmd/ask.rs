//! Questions to the author: on a terminal only. Nobody is asked in a script.

use std::io::{self, BufRead, IsTerminal, Write};

/// Has the author choose one of `choices`, by number or by name; `None` where
/// nobody can be asked, or nobody answers.
pub(super) fn choose(question: &str, choices: &[String]) -> Option<usize> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    choose_from(question, choices, &mut io::stdin().lock(), &mut io::stderr())
}

fn choose_from(
    question: &str,
    choices: &[String],
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> Option<usize> {
    let list: Vec<String> =
        choices.iter().enumerate().map(|(at, choice)| format!("  {}  {choice}\n", at + 1)).collect();
    let _ = write!(output, "{question}\n{}", list.concat());
    loop {
        let _ = write!(output, "1 to {}: ", choices.len());
        let _ = output.flush();
        let mut answer = String::new();
        if input.read_line(&mut answer).unwrap_or(0) == 0 {
            let _ = writeln!(output);
            return None;
        }
        let answer = answer.trim();
        let number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let chosen = choices.iter().position(|choice| choice == answer).or(number);
        if let Some(chosen) = chosen.filter(|chosen| *chosen < choices.len()) {
            return Some(chosen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is chosen by these lines, and what the author saw.
    fn ask(answer: &str) -> (Option<usize>, String) {
        let choices = ["a/b".to_owned(), "a/c".to_owned()];
        let mut output = Vec::new();
        let chosen = choose_from("Which track?", &choices, &mut answer.as_bytes(), &mut output);
        (chosen, String::from_utf8(output).expect("UTF-8"))
    }

    #[test]
    fn one_is_chosen_by_number_or_name() {
        assert_eq!(ask("2\n"), (Some(1), "Which track?\n  1  a/b\n  2  a/c\n1 to 2: ".to_owned()));
        assert_eq!(ask(" a/b \n").0, Some(0));
    }

    #[test]
    fn whoever_mistypes_is_asked_again_and_whoever_leaves_is_not() {
        let (chosen, seen) = ask("0\nd\n3\n\n1");
        assert_eq!((chosen, seen.matches("1 to 2: ").count()), (Some(0), 5));
        assert_eq!(ask("x\n").0, None);
    }
}
