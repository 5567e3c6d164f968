use super::*;

/// Maximise 3x + 2y; x + y ≤ 4, x + 3y ≤ 7, x ≤ 3.
#[test]
fn a_small_program_has_the_optimum_of_the_textbook() {
    let mut program = LinearProgram::new();
    let x = program.add_column(3.0, [0.0, 3.0], &[]);
    let y = program.add_column(2.0, [0.0, 100.0], &[]);
    let first = program.add_row([-1000.0, 4.0], &[(x, 1.0), (y, 1.0)]);
    program.add_row([-1000.0, 7.0], &[(x, 1.0), (y, 3.0)]);
    program.solve().unwrap();
    assert!((program.value(x) - 3.0).abs() < 1e-12 && (program.value(y) - 1.0).abs() < 1e-12);
    assert!((program.dual(first) - 2.0).abs() < 1e-12);
    assert!((program.objective() - 11.0).abs() < 1e-12);
    // Another row, and on from where it was.
    program.add_row([0.0, 2.0], &[(x, 1.0)]);
    program.solve().unwrap();
    assert!((program.objective() - (6.0 + 10.0 / 3.0)).abs() < 1e-12);
    program.set_bounds(y, [2.0, 2.0]);
    program.solve().unwrap();
    assert!((program.objective() - 7.0).abs() < 1e-12, "{}", program.objective());
    program.set_bounds(y, [3.0, 3.0]);
    assert_eq!(program.solve(), Err(Unsolved::Infeasible));
}
