//! Windows: a Job Object that ends every descendant with its last handle, which is ours: also when we are killed.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::mem::size_of;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::os::windows::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use windows::core::PCWSTR;
use windows::Win32::Foundation::HANDLE;
use windows::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, Thread32First, Thread32Next, TH32CS_SNAPTHREAD, THREADENTRY32,
};
use windows::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JobObjectBasicProcessIdList,
    JobObjectExtendedLimitInformation, QueryInformationJobObject, SetInformationJobObject,
    TerminateJobObject, JOBOBJECT_BASIC_PROCESS_ID_LIST, JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
    JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
};
use windows::Win32::System::Threading::{
    GetExitCodeProcess, OpenThread, ResumeThread, WaitForSingleObject, CREATE_NO_WINDOW,
    CREATE_SUSPENDED, INFINITE, PROCESS_SET_QUOTA, PROCESS_TERMINATE, THREAD_SUSPEND_RESUME,
};

use super::processes::{self, is_same, open, terminate};
use super::{helper, Bind, Exit, Plan, Program, Read, Signal, Spawned};
use crate::core::contain::{Binding, TierFinding};
use crate::core::event::LeftProcess;
use crate::core::record::{ProcessKey, RunRecord};

/// How this system can hold a tree together.
pub fn findings(_bind: &Bind) -> Vec<TierFinding> {
    vec![TierFinding {
        tier: "job",
        available: true,
        reason: String::new(),
    }]
}

/// The kernel needs no wrapping.
pub fn plan(_tier: &str, _grace_ms: u64) -> io::Result<Plan> {
    Ok(Plan {
        binding: Binding::Job,
        mark: None,
    })
}

/// Suspended, put into the job, and only then let go: a program that starts others at once must not be faster.
pub fn spawn(program: &Program) -> io::Result<(Tree, Spawned)> {
    let mut command = Command::new(&program.command.program);
    command
        .args(&program.command.args)
        .current_dir(&program.folder)
        .creation_flags(CREATE_SUSPENDED.0 | CREATE_NO_WINDOW.0)
        .stdin(if program.link {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in &program.environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let job = create_job()?;
    let mut child = command.spawn()?;
    if let Err(error) = contain(&job, &child) {
        let _ = child.kill();
        return Err(error);
    }
    let spawned = Spawned {
        input: child
            .stdin
            .take()
            .map(|pipe| Input(File::from(OwnedHandle::from(pipe)))),
        output: Output::new(child.stdout.take().expect("stdout is piped").into()),
        errors: Output::new(child.stderr.take().expect("stderr is piped").into()),
    };
    let tree = Tree {
        job,
        leader: child,
        helpers: Mutex::default(),
    };
    Ok((tree, spawned))
}

fn create_job() -> io::Result<OwnedHandle> {
    let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    // SAFETY: the handle is fresh and owned once; the structure outlives the call and its size is given.
    unsafe {
        let job = OwnedHandle::from_raw_handle(CreateJobObjectW(None, PCWSTR::null())?.0);
        SetInformationJobObject(
            raw(&job),
            JobObjectExtendedLimitInformation,
            (&raw const limits).cast(),
            size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32,
        )?;
        Ok(job)
    }
}

fn contain(job: &OwnedHandle, child: &Child) -> io::Result<()> {
    // SAFETY: both handles are alive.
    unsafe { AssignProcessToJobObject(raw(job), raw(child))? };
    resume(child.id())
}

/// std keeps the handle of the main thread to itself, so it is looked up; a suspended process has just that one.
fn resume(pid: u32) -> io::Result<()> {
    let mut entry = THREADENTRY32 {
        dwSize: size_of::<THREADENTRY32>() as u32,
        ..Default::default()
    };
    // SAFETY: the handles are fresh and owned once; the entry has its size set.
    unsafe {
        let snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0)?;
        let _snapshot = OwnedHandle::from_raw_handle(snapshot.0);
        let mut more = Thread32First(snapshot, &mut entry);
        while more.is_ok() {
            if entry.th32OwnerProcessID == pid {
                let thread = OpenThread(THREAD_SUSPEND_RESUME, false, entry.th32ThreadID)?;
                let _thread = OwnedHandle::from_raw_handle(thread.0);
                return if ResumeThread(thread) == u32::MAX {
                    Err(io::Error::last_os_error())
                } else {
                    Ok(())
                };
            }
            more = Thread32Next(snapshot, &mut entry);
        }
    }
    Err(io::Error::other("the suspended program has no thread"))
}

fn raw(handle: &impl AsRawHandle) -> HANDLE {
    HANDLE(handle.as_raw_handle())
}

/// The leader and all that it started.
pub struct Tree {
    job: OwnedHandle,
    leader: Child,
    helpers: Mutex<Vec<ProcessKey>>,
}

impl Tree {
    /// The program runs already.
    pub fn started(&self, _errors: &mut Output) -> io::Result<u32> {
        Ok(self.leader.id())
    }

    /// Blocks until the leader has ended.
    pub fn wait(&self) -> Exit {
        let mut code = 0;
        // SAFETY: the handle lives as long as `self`.
        let known = unsafe {
            WaitForSingleObject(raw(&self.leader), INFINITE);
            GetExitCodeProcess(raw(&self.leader), &mut code)
        };
        // Windows' codes are unsigned, and 0xC0000005 is one: the same 32 bits, as Python and Node show them.
        Exit {
            code: known.ok().map(|()| code.cast_signed()),
            signal: None,
        }
    }

    /// SIGTERM is not deliverable here: the message and the closed stdin were the polite end.
    pub fn signal(&self, signal: Signal) {
        if signal == Signal::Kill {
            // SAFETY: the handle lives as long as `self`.
            let _ = unsafe { TerminateJobObject(raw(&self.job), 1) };
        }
    }

    /// What is left may go by itself for the grace, then it is killed until nothing is. Returns who is still there at
    /// the limit beyond the grace.
    pub fn end(&self, grace: Duration, limit: Duration) -> Vec<LeftProcess> {
        let began = Instant::now();
        loop {
            let force = began.elapsed() >= grace;
            if force {
                self.signal(Signal::Kill);
            }
            let mut left = self.members();
            for helper in self.helpers().iter().filter(|helper| is_same(helper)) {
                if force {
                    terminate(helper.pid);
                }
                left.push(helper.pid);
            }
            if left.is_empty() || began.elapsed() >= grace + limit {
                return processes::named(left);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Remembers a helper outside the tree; gives its name, or why it is refused.
    pub fn adopt(&self, pid: u32, namespace: Option<&str>, program: u32) -> Result<String, String> {
        let helper = helper::resolve(pid, namespace, program, &[program])?;
        // In the job it ends with us even when we are killed. One that is in a job which forbids it stays outside, and
        // is ended by its number.
        if let Some(process) = open(pid, PROCESS_SET_QUOTA | PROCESS_TERMINATE) {
            // SAFETY: both handles are alive.
            let _ = unsafe { AssignProcessToJobObject(raw(&self.job), raw(&process)) };
        }
        let mut helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        if !helpers.contains(&helper) {
            helpers.push(helper);
        }
        Ok(processes::name_of(pid))
    }

    pub fn helpers(&self) -> Vec<ProcessKey> {
        let helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        helpers.clone()
    }

    pub fn cgroup(&self) -> Option<String> {
        None
    }

    pub fn mark(&self) -> Option<String> {
        None
    }

    /// At most the first one: enough to know that somebody is left, and whom to name.
    fn members(&self) -> Vec<u32> {
        let mut list = JOBOBJECT_BASIC_PROCESS_ID_LIST::default();
        // SAFETY: the structure outlives the call and its size is given. Too small a list fails with ERROR_MORE_DATA,
        // but is filled as far as it goes.
        let _ = unsafe {
            QueryInformationJobObject(
                Some(raw(&self.job)),
                JobObjectBasicProcessIdList,
                (&raw mut list).cast(),
                size_of::<JOBOBJECT_BASIC_PROCESS_ID_LIST>() as u32,
                None,
            )
        };
        if list.NumberOfAssignedProcesses == 0 {
            return Vec::new();
        }
        vec![list.ProcessIdList[0] as u32]
    }
}

/// Our end of the backend's stdout or stderr. Anonymous pipes can't be waited for with a limit here; but ending the
/// job ends everybody who could hold the other end.
pub struct Output(File);

impl Output {
    fn new(pipe: OwnedHandle) -> Self {
        Self(File::from(pipe))
    }

    /// Blocks until there is something to tell. An error of the pipe is its end.
    pub fn read(&mut self, buffer: &mut [u8]) -> Read {
        match self.0.read(buffer) {
            Ok(0) | Err(_) => Read::End,
            Ok(count) => Read::Bytes(count),
        }
    }
}

/// Our end of the backend's stdin.
pub struct Input(File);

impl Input {
    /// Blocks while the backend does not read; fails once it has ended.
    pub fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
}

/// What a lost host has left of a backend: the job has ended its tree, so only what its record names outside of it.
pub struct Remains(Vec<ProcessKey>);

impl Remains {
    pub fn of(record: &RunRecord) -> Self {
        let leader = std::iter::once(record.leader.clone());
        Self(leader.chain(record.helpers.iter().cloned()).collect())
    }

    /// There is no polite end here. Gives who was there, and who is still.
    pub fn end(&self, _grace: Duration) -> (Vec<LeftProcess>, Vec<LeftProcess>) {
        let alive = || -> Vec<u32> {
            let keys = self.0.iter().filter(|key| is_same(key));
            keys.map(|key| key.pid).collect()
        };
        let found = processes::named(alive());
        let deadline = Instant::now() + Duration::from_secs(2);
        loop {
            let left = alive();
            if left.is_empty() || Instant::now() >= deadline {
                return (found, processes::named(left));
            }
            left.into_iter().for_each(terminate);
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Whether anything that runs from it keeps it from being replaced.
pub fn is_free(path: &Path) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    let opened = std::fs::OpenOptions::new().write(true).open(path);
    !opened.is_err_and(|error| error.raw_os_error() == Some(SHARING_VIOLATION))
}
