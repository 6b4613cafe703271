control "ECR.3" {
  slug     = "ecr-repository-lifecycle-policy"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Resource configuration"]
  title = {
    en = "ECR repositories have a lifecycle policy"
    ja = "ECR リポジトリにライフサイクルポリシーが設定されている"
  }
  why = {
    en = "Images that nobody cleans up cost storage, and sooner or later somebody deploys one of the old ones with all the holes found since."
    ja = "整理されないイメージはストレージ料金を増やすだけでなく、既知の脆弱性が残る古いイメージを誤ってデプロイする原因にもなります。"
  }
  decides     = "checked"
  config_rule = "ecr-private-lifecycle-policy-configured"
  frameworks = {
    "aws-fsbp"       = ["ECR.3"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CM-2(2)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.5.1", "3.2.1", "3.3.1.1", "3.3.1.3", "3.3.2", "3.3.3"]
    "aws-well-architected-security" = ["SEC03-BP06"]
  }

  check "aws_ecr_repository" {
    enforce {
      condition = exists(companions("aws_ecr_lifecycle_policy", "repository"))
      error_message = {
        en = "the repository has no lifecycle policy"
        ja = "リポジトリにライフサイクルポリシーがない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "expire untagged images after 14 days"
        ja = "タグのないイメージを 14 日後に失効させる"
      }
      warning = {
        en = "The policy deletes untagged images that are older than 14 days. See that nothing is deployed by digest from them, and preview the policy first."
        ja = "14 日を過ぎたタグなしイメージは削除されます。ダイジェスト指定でデプロイしているものがないか確かめ、先にプレビューで対象を確認してください。"
      }
      resource "aws_ecr_lifecycle_policy" {
        repository = self.name
        policy = jsonencode({
          rules = [{
            rulePriority = 1
            description  = "expire untagged images after 14 days"
            selection = {
              tagStatus   = "untagged"
              countType   = "sinceImagePushed"
              countUnit   = "days"
              countNumber = 14
            }
            action = { type = "expire" }
          }]
        })
      }
    }
  }

  check "aws_ecr_lifecycle_policy" {
    operations = ["delete", "replace"]
    filter     = !manages(prior_attrs.repository, "aws_ecr_repository")
    enforce {
      condition = exists(holders("aws_ecr_lifecycle_policy", "repository", prior_attrs.repository))
      error_message = {
        en = "the plan takes the lifecycle policy from ${prior_attrs.repository}"
        ja = "このプランで ${prior_attrs.repository} のライフサイクルポリシーが削除される"
      }
    }
    no_fix = {
      en = "if the repository is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "リポジトリを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the repository in the ECR console and choose Lifecycle Policy.", "Create a test rule and look at the images that it would expire.", "Save it as a lifecycle rule."]
      ja = ["ECR コンソールでリポジトリを開き、「ライフサイクルポリシー」を選ぶ。", "テストルールを作成し、失効の対象になるイメージを確認する。", "問題がなければライフサイクルルールとして保存する。"]
    }
    cli = "aws ecr put-lifecycle-policy --repository-name REPOSITORY --lifecycle-policy-text file://policy.json"
  }

  example "fail" "no policy" {
    resource "aws_ecr_repository" "app" {
      name = "example/app"
    }
  }

  example "fixed" "no policy" {
    resource "aws_ecr_repository" "app" {
      name = "example/app"
    }

    resource "aws_ecr_lifecycle_policy" "app" {
      repository = aws_ecr_repository.app.name
      policy = jsonencode({
        rules = [{
          rulePriority = 1
          description  = "expire untagged images after 14 days"
          selection = {
            tagStatus   = "untagged"
            countType   = "sinceImagePushed"
            countUnit   = "days"
            countNumber = 14
          }
          action = { type = "expire" }
        }]
      })
    }
  }

  example "fail" "the policy of another repository" {
    expect = { "aws_ecr_repository.web" = "pass" }

    resource "aws_ecr_repository" "app" {
      name = "example/app"
    }

    resource "aws_ecr_repository" "web" {
      name = "example/web"
    }

    resource "aws_ecr_lifecycle_policy" "web" {
      repository = aws_ecr_repository.web.name
      policy = jsonencode({
        rules = [{
          rulePriority = 1
          description  = "expire untagged images after 14 days"
          selection = {
            tagStatus   = "untagged"
            countType   = "sinceImagePushed"
            countUnit   = "days"
            countNumber = 14
          }
          action = { type = "expire" }
        }]
      })
    }
  }

  example "pass" "a policy for each repository" {
    locals {
      names = toset(["api", "worker"])
    }

    resource "aws_ecr_repository" "this" {
      for_each = local.names
      name     = "example/${each.key}"
    }

    resource "aws_ecr_lifecycle_policy" "this" {
      for_each   = aws_ecr_repository.this
      repository = each.value.name
      policy = jsonencode({
        rules = [{
          rulePriority = 1
          description  = "expire untagged images after 14 days"
          selection = {
            tagStatus   = "untagged"
            countType   = "sinceImagePushed"
            countUnit   = "days"
            countNumber = 14
          }
          action = { type = "expire" }
        }]
      })
    }
  }

  example "pass" "joined by name" {
    resource "aws_ecr_repository" "app" {
      name = "example/app"
    }

    resource "aws_ecr_lifecycle_policy" "app" {
      repository = "example/app"
      policy = jsonencode({
        rules = [{
          rulePriority = 1
          description  = "expire untagged images after 14 days"
          selection = {
            tagStatus   = "untagged"
            countType   = "sinceImagePushed"
            countUnit   = "days"
            countNumber = 14
          }
          action = { type = "expire" }
        }]
      })
    }
  }

  example "unknown" "which repository is decided at apply" {
    resource "terraform_data" "later" {
      input = "app"
    }

    resource "aws_ecr_repository" "app" {
      name = "example/app"
    }

    resource "aws_ecr_lifecycle_policy" "app" {
      repository = join("/", ["example", terraform_data.later.output])
      policy = jsonencode({
        rules = [{
          rulePriority = 1
          description  = "expire untagged images after 14 days"
          selection = {
            tagStatus   = "untagged"
            countType   = "sinceImagePushed"
            countUnit   = "days"
            countNumber = 14
          }
          action = { type = "expire" }
        }]
      })
    }
  }

  example "fail" "taken from a repository of another configuration" {
    prior {
      resource "aws_ecr_lifecycle_policy" "data" {
        repository = "example/app"
        policy = jsonencode({
          rules = [{
            rulePriority = 1
            selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
            action       = { type = "expire" }
          }]
        })
      }
    }
  }

  example "pass" "taken away together with the repository" {
    prior {
      resource "aws_ecr_repository" "app" {
        name = "example/app"
      }

      resource "aws_ecr_lifecycle_policy" "data" {
        repository = aws_ecr_repository.app.name
        policy = jsonencode({
          rules = [{
            rulePriority = 1
            selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
            action       = { type = "expire" }
          }]
        })
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_ecr_lifecycle_policy" "old" {
        repository = "example/app"
        policy = jsonencode({
          rules = [{
            rulePriority = 1
            selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
            action       = { type = "expire" }
          }]
        })
      }
    }

    resource "aws_ecr_lifecycle_policy" "new" {
      repository = "example/app"
      policy = jsonencode({
        rules = [{
          rulePriority = 1
          selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
          action       = { type = "expire" }
        }]
      })
    }
  }
}
