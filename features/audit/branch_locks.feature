@AU-11
Feature: Branch locks
  Whoever re-indexes a branch, or moves it, needs it to stand still. A lock keeps others from
  changing it, tells them what to do instead, and does not outlive whoever holds it.

  Background:
    Given Olga has made the object type "Depot"

  Rule: While a branch is locked nobody else changes it

    @critical
    Example: the whole branch
      When Olga locks the branch
      Then everybody sees that Olga has locked the branch
      And Piotr cannot make, change or delete object types such as "Depot", and is told what to do
      And Olga can change "Depot" in the name of the lock
      When Olga gives the lock back
      Then Piotr can change "Depot"
      And each version of "Depot" is recorded once, in order, with its values before and after

    Example: one kind of documents
      Given Olga has made the schema "Core"
      And Olga has locked the schemas of the branch
      Then Piotr can change "Depot"
      And Piotr cannot make, change or delete schemas such as "Core", and is told what to do
      And Piotr cannot lock the branch
      And Piotr cannot lock its schemas

    Example: two who have locked different kinds of them
      Given Olga has made the schema "Core"
      And Olga has locked the schemas of the branch
      When Piotr locks the object types of the branch
      Then Olga cannot make, change or delete object types such as "Depot", and is told what to do
      When Olga sends a heartbeat, and gives the lock back
      Then everybody sees that Piotr has locked the branch
      And Olga can change "Core"

    Example: not by its holder either, unless they say that they hold it, nor by an admin
      When Olga locks the branch
      Then Olga cannot make, change or delete object types such as "Depot", and is told what to do
      And Ada cannot make, change or delete object types such as "Depot", and is told what to do

  Rule: A lock ends when its time is up, or when its holder is heard of no more

    Example: its time is up
      Given Olga has locked the branch for 2 seconds
      Then Piotr can change "Depot" when the time is over that is told, and not before, whatever Olga does

    @needs.lines @disrupts.audit
    Example: while somebody is being told why they are kept out
      When Piotr asks for each kind of change until a lock of Olga is over, on a slow line
      Then each of it was refused for that lock, or made when it was over

    Example: its holder is heard of
      Given Piotr is signed in
      And Olga has locked the branch and promised heartbeats
      When Olga sends 5 heartbeats
      Then Piotr cannot make, change or delete object types such as "Depot", and is told what to do

    @critical
    Example: its holder was silent too long, and comes back
      Given Olga has locked the branch and promised heartbeats
      When Olga is silent for longer than three heartbeats, and Piotr changes "Depot"
      Then whatever Olga does in the name of that lock is refused, and "Depot" stays as it is
      And each version of "Depot" is recorded once, in order, with its values before and after

    Example: somebody else has it by then
      Given Olga has locked the branch and promised heartbeats
      When Olga is silent for longer than three heartbeats, and Piotr changes "Depot"
      And Piotr locks the branch
      Then whatever Olga does in the name of that lock is refused, and "Depot" stays as it is
      And Piotr can change "Depot" in the name of the lock

  Rule: An admin can force a branch open, and nobody else

    Example: its holder is on holiday
      Given Olga has locked the branch
      Then neither Piotr nor Vera may force the branch open
      When Ada forces the branch open
      Then whatever Olga does in the name of that lock is refused, and "Depot" stays as it is
      And Piotr can change "Depot"

    Example: two have locked different kinds of documents
      Given Olga has locked the schemas of the branch
      And Piotr has locked the object types of the branch
      When Ada forces the branch open
      Then Olga can change "Depot"

    Example: a lock is its holder's
      Given Olga has locked the branch
      Then Piotr can neither keep, use nor end the lock of Olga

  Rule: Two never hold the same lock

    @critical
    Example: several who want it at once
      When for 2 seconds Olga, Piotr and Ada take the lock of the branch whenever they get it
      Then no two of them ever held it at once, and nobody was refused while it was free

    @needs.control @disrupts.audit
    Example: nor after a restart
      Given Olga has locked the branch
      When oms dies and is started again
      Then Piotr cannot make, change or delete object types such as "Depot", and is told what to do
      And Olga can change "Depot" in the name of the lock
