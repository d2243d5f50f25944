# SPDX-License-Identifier: GPL-3.0-or-later
# A Slurm of one node for tests, to be sourced: slurm_start FOLDER makes it there, with its
# own key, sockets, ports on 127.0.0.1, state and logs; slurm_stop ends the daemons that it
# started, by the process numbers they wrote. Nothing outside FOLDER is touched. There are
# two partitions: 'main', and 'urgent', which takes its place by requeueing.

# Say which program of those that are needed is not there; false when one is not.
slurm_is_there() {
    for program in munged slurmctld slurmd sbatch srun scontrol; do
        command -v $program >/dev/null || {
            echo "no $program (Debian: slurmctld slurmd slurm-client munge)"
            return 1
        }
    done
    [ "$(id -u)" -eq 0 ] || {
        echo "slurmd needs root"
        return 1
    }
}

slurm_start() {
    slurm=$1
    host=$(hostname -s)
    port=$((20000 + $$ % 20000))
    mkdir -p "$slurm/state" "$slurm/spool"
    chmod 755 "$slurm"
    (umask 077 && head -c 128 /dev/urandom >"$slurm/key")
    cat >"$slurm/slurm.conf" <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
# loopback alone
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$slurm/munge.socket
SlurmUser=root
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd.log
# what ended and how, in place of an accounting database
JobCompType=jobcomp/filetxt
JobCompLoc=$slurm/jobs.txt
# no control groups: they need a system that is set up for them
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
# more processors than there are, so that tasks run at the same time
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=main Nodes=$host Default=YES PriorityTier=1 GraceTime=0
PartitionName=urgent Nodes=$host PriorityTier=10 PreemptMode=OFF
SchedulerParameters=sched_interval=1,bf_interval=1
MpiDefault=none
MaxArraySize=1001
MinJobAge=600
KillWait=5
ReturnToService=2
END
    export SLURM_CONF="$slurm/slurm.conf"
    munged --force --key-file="$slurm/key" --socket="$slurm/munge.socket" --pid-file="$slurm/munged.pid" \
        --log-file="$slurm/munged.log" --seed-file="$slurm/munge.seed" >/dev/null 2>&1 || return 1
    slurmctld -i >/dev/null 2>&1 || return 1
    slurmd -N "$host" >/dev/null 2>&1 || return 1
    for _ in $(seq 300); do
        if sinfo -h -o %t 2>/dev/null | grep -qE 'idle|mix'; then return 0; fi
        sleep 0.1
    done
    return 1
}

slurm_stop() {
    for daemon in slurmd slurmctld munged; do
        if [ -s "$slurm/$daemon.pid" ]; then
            process=$(cat "$slurm/$daemon.pid")
            kill "$process" 2>/dev/null
            while kill -0 "$process" 2>/dev/null; do sleep 0.1; done
        fi
    done
}

# Wait until a job (all tasks of an array) is over. What was requeued, whichever job it is,
# begins now, not in two minutes.
slurm_wait() {
    while squeue -h -j "$1" 2>/dev/null | grep -q .; do
        squeue -h -t PENDING -o '%i %r' | while read -r job why; do
            if [ "$why" = BeginTime ]; then
                sleep 1.1 # what a node ended, it does not start within the same second
                scontrol update JobId="$job" StartTime=now 2>/dev/null
            fi
        done
        sleep 0.2
    done
}

# How the tasks of a job ended: state and exit code, each with how many there are.
slurm_ends() {
    for id in $(scontrol -o show job "$1" | sed 's/ .*//; s/JobId=//'); do
        scontrol -o show job "$id" | sed 's/.*JobState=\([A-Z]*\).*ExitCode=\([0-9:]*\).*/\1 \2/' | head -1
    done | sort | uniq -c | sed 's/^ *//'
}
