@GL-06
Feature: What is whose on Globe
  What is on a map is for those who are on it, a session is its person's, an account its owner's. Whoever has no
  right to something gets nowhere, by whichever door and on either instance, and leaves no trace.

  Background:
    Given Lina has one of everything that Globe keeps for somebody

  Rule: Everybody who has no key stays outside every door

    @critical @realtime
    Example: whatever they try
      When Zoe, Milo, Olga, Arno and Lina try all that is offered on it, in every way
      Then each of them is refused what they may not do
      And nothing has changed by it, for anybody or in any store
      And none of them learns anything that is not for them, also while Lina goes on

  Rule: What counts is the role that somebody has now

    Example: each role in turn
      When Olga gives Milo each role in turn
      Then at every service Milo may do at once what each of them allows, and nothing else
