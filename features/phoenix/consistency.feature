@PH-05
Feature: Experiments are kept as they were created
  Teams create experiments by script, many at once. Every one that was confirmed is there, once, and says what was
  asked for: nothing is lost in the crowd, nothing is doubled, nothing is mixed up.

  Rule: Each is there once, as it was created

    @critical @load @alone @realtime @ui @PH-06 @PH-12
    Example: a thousand as fast as the clients can
      When 20 clients of Uwe, Ada, Otto and Olga create 1,000 experiments as fast as they can
      Then each of them was created
      And each experiment of theirs is stored once, as it was created
      And no two experiments have the same id
      And Vera and Wanda find each of their company's once
      And the list of Vera in a browser tells how many there are
      And Vera can follow a hundred of them over one connection, and no more

    Example: a single one
      When 1 clients of Uwe create 1 experiments as fast as they can
      Then each of them was created
      And each experiment of theirs is stored once, as it was created
      And Vera finds each of their company's once

  Rule: A name is given once

    Example: by many at the same moment
      When 20 clients of Uwe and Otto create the same experiment at the same moment, and one that is alike
      Then each was created for one of each company, and the others were told that it is there
      And each experiment of theirs is stored once, as it was created
