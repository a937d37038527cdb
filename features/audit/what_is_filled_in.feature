@AU-01 @AU-03 @AU-07
Feature: What is filled in on Audit
  What people make, ask for and say of their reasons is kept to the letter, in every script and whatever it
  looks like; what cannot be taken is refused by the name of the field, and leaves nothing.

  Background:
    Given Olga has one of everything that Audit keeps for somebody

  Rule: What cannot be taken is refused by the name of the field

    @critical
    Example: every field, wrong in every way
      When Olga, Nora, Carlo and Ada fill in whatever they may, each field wrongly in every way
      Then each time the field that is wrong is named, and no other
      And nothing of it has changed anything, for anybody or in any store

  Rule: What can be taken is kept as it was sent

    Example: every field, at its limits and in every script
      When Olga, Nora, Carlo and Ada fill in whatever they may, with all that a field has to take
      Then it is taken, and kept as it was sent
