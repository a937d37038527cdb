@GL-03 @GL-08
Feature: What is filled in on Globe
  What people say of maps and places is kept to the letter, in every script and whatever it looks like; what
  cannot be taken is refused by the name of the field, and leaves nothing.

  Background:
    Given Lina has one of everything that Globe keeps for somebody

  Rule: What cannot be taken is refused by the name of the field

    @critical
    Example: every field, wrong in every way
      When Lina, Arno and Olga fill in whatever they may, each field wrongly in every way
      Then each time the field that is wrong is named, and no other
      And nothing of it has changed anything, for anybody or in any store

  Rule: What can be taken is kept as it was sent

    Example: every field, at its limits and in every script
      When Lina, Arno and Olga fill in whatever they may, with all that a field has to take
      Then it is taken, and kept as it was sent
