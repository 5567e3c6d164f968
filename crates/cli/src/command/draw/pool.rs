//! Quotas and applicants from files, and everything that is wrong with them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use beringia_analysis::draw::applicants::{Applicants, Reading};
use beringia_analysis::draw::problem::{Troubles, What};
use beringia_analysis::draw::rules::Rules;
use beringia_analysis::draw::sheet::{BYTES_MAX, Sheet};

use crate::command::remark;
use crate::exit::{Failure, unreadable};
use crate::options::{PoolFiles, Shared};

/// Reads both files; remarks go to stderr.
pub(super) fn read(pool: &PoolFiles, shared: &Shared) -> Result<(Rules, Applicants), Failure> {
    let refused = |troubles: Troubles| Failure::Pool(troubles);
    let sheet = pool.sheet.as_deref();
    let [quotas, people] = [&pool.categories, &pool.respondents].map(|path| load(path));
    let quotas = Sheet::read(&name(&pool.categories), &quotas?, sheet);
    let people = Sheet::read(&name(&pool.respondents), &people?, sheet);
    let (quotas, people) = match (quotas, people) {
        (Ok(quotas), Ok(people)) => (quotas, people),
        (quotas, people) => {
            let wrong = [quotas.err(), people.err()].into_iter().flatten().collect();
            return Err(refused(Troubles(wrong)));
        }
    };
    let rules = Rules::read(&quotas).map_err(refused)?;
    let reading = Reading {
        id: pool.id.clone(),
        one_per: pool.one_per.clone(),
        side: pool.side.clone(),
        must_in: pool.must_in.clone(),
        must_out: pool.must_out.clone(),
    };
    let applicants = Applicants::read(&people, &rules, &reading).map_err(refused)?;
    if pool.size as usize > applicants.people.len() {
        let what = What::Size { seats: pool.size, people: applicants.people.len() };
        return Err(Failure::Input(what.to_string()));
    }
    if !shared.quiet {
        // Sums that cannot be are explained with the clash they make.
        let sums = rules.check_size(pool.size);
        applicants.remarks.iter().chain(&sums).for_each(|trouble| remark(&trouble.to_string()));
    }
    Ok((rules, applicants))
}

/// A file, but no more of it than a pool may have.
pub(super) fn load(path: &Path) -> Result<Vec<u8>, Failure> {
    let file = File::open(path).map_err(unreadable(path))?;
    let mut bytes = Vec::new();
    file.take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(unreadable(path))?;
    Ok(bytes)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
