@AU-10
Feature: What is whose on Audit
  Records are for those who may read them, a lock is its holder's, an account its owner's. Whoever
  has no right to something gets nowhere, by whichever door, and leaves no trace but the record of it.

  Rule: Everybody who has no key stays outside every door

    @critical
    Example: whatever they try
      Given Olga has one of everything that Audit keeps for somebody
      When Vera, Piotr, Nora, Carlo and Ada try all that is offered on it, in every way
      Then each of them is refused what they may not do
      And nothing has changed by it, for anybody or in any store
      And none of them learns anything that is not for them, also while Olga goes on

  Rule: What counts is the role that somebody has now

    @critical
    Example: each role in turn
      Given Olga has one of everything that Audit keeps for somebody
      When Ada gives Piotr each role in turn
      Then at every service Piotr may do at once what each of them allows, and nothing else
