@PH-07
Feature: Companies are apart
  Several companies use one Phoenix. What one of them experiments with is its own: another one is told "forbidden",
  word for word as of something that does not exist. Within a company, roles say who may do what.

  Rule: Another company's experiment is forbidden, as if there were none

    @critical
    Example: whatever they try
      Given Uwe has created the experiment "Secret" of process-topk-v1 on 1 nodes
      When Olga, Otto and Wanda try everything that can be done with "Secret"
      Then all of it is forbidden, as with an experiment that there is not
      And all of "Secret" is as it was

    Example: while it runs
      Given Uwe has created the experiment "Secret" of process-topk-v1 on 1 nodes
      And "Secret" is running
      When Olga and Otto try everything that can be done with "Secret"
      Then all of it is forbidden, as with an experiment that there is not
      And all of "Secret" is as it was

    @critical
    Example: whatever they look for
      Given Uwe has created the experiment "Secret" of process-topk-v1 on 1 nodes
      Then Olga, Otto and Wanda learn nothing of "Secret", or of who made it, by any list, count or search
      And Otto can give the name of "Secret" to an experiment of their own

    @realtime
    Example: whatever they follow
      Given Uwe has created the experiment "Secret" of process-topk-v1 on 1 nodes
      And Olga, Otto and Wanda follow all experiments
      When Olga, Otto and Wanda try to follow "Secret"
      And Ada cancels "Secret"
      Then each of them is refused as for one that there is not
      And Olga, Otto and Wanda hear nothing of "Secret"

    Example: its people
      Given Uwe has created the experiment "Secret" of process-topk-v1 on 1 nodes
      Then Olga has no power over Uwe
      And Olga can neither give up her own role nor close her own account

  Rule: Everybody sees all of their own company

    Example: two companies with some each
      Given Uwe has created the experiment "First" of process-topk-v1 on 1 nodes
      And Ada has created the experiment "Second" of process-topk-v1 on 1 nodes
      And Otto has created the experiment "Theirs" of process-topk-v1 on 1 nodes
      When Ada cancels "First"
      Then Uwe, Vera and Ada find "First" and "Second", and nothing else
      And Olga, Otto and Wanda find "Theirs", and nothing else

  Rule: A role allows what it allows, and nothing else

    Example: creating
      Then Uwe and Ada may create an experiment, and Vera may not

    @critical
    Example: everything else
      Then Uwe, Vera and Ada may do with an experiment of Uwe what their roles allow, and nothing else
