control "ECS.2" {
  slug     = "ecs-service-no-public-ip"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration", "Resources not publicly accessible"]
  title = {
    en = "ECS services give their tasks no public addresses"
    ja = "ECS サービスのタスクにパブリック IP アドレスが自動で割り当てられない"
  }
  why = {
    en = "A task with a public address can be reached from the whole internet as soon as a security group allows it. Behind a load balancer it needs none."
    ja = "パブリック IP を持つタスクは、セキュリティグループの設定次第でインターネット全体から直接到達できてしまいます。ロードバランサーの背後に置けば不要です。"
  }
  decides = "checked"
  notes = {
    en = "Tasks that use the bridge or host network, or that are started by hand, are not part of this control."
    ja = "bridge や host ネットワークのタスクと、手動で起動したタスクは、このコントロールの対象外です。"
  }
  frameworks = {
    "aws-fsbp"       = ["ECS.2"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }

  parameter "exemptEcsServiceArns" {
    default = []
    description = {
      en = "ARNs of services whose tasks have public addresses on purpose; compared by the service's name"
      ja = "意図的にパブリック IP を割り当てるサービスの ARN (サービス名で照合)"
    }
  }

  check "aws_ecs_service" {
    filter = !any([for arn in param.exemptEcsServiceArns : endswith(arn, "/${attrs.name}")])
    enforce {
      condition = !default(one(attrs.network_configuration[*].assign_public_ip), false)
      at        = "network_configuration.assign_public_ip"
      error_message = {
        en = "tasks of the service get public addresses"
        ja = "サービスのタスクにパブリック IP アドレスが割り当てられる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "assign no public addresses"
        ja = "パブリック IP アドレスを割り当てない"
      }
      warning = {
        en = "New tasks need a NAT gateway or VPC endpoints to pull their image; in a public subnet without them they no longer start."
        ja = "新しいタスクがイメージを取得するには NAT ゲートウェイか VPC エンドポイントが必要です。どちらもないパブリックサブネットでは、タスクが起動しなくなります。"
      }
      set = { "network_configuration.assign_public_ip" = false }
    }
  }

  remediation {
    console = {
      en = ["Open the service in the ECS console and choose Update.", "Under Networking turn Public IP off and choose private subnets, then update."]
      ja = ["ECS コンソールでサービスを開き、「更新」を選ぶ。", "「ネットワーキング」でパブリック IP をオフにし、プライベートサブネットを選んで更新する。"]
    }
    cli = "aws ecs update-service --cluster CLUSTER --service SERVICE --network-configuration \"awsvpcConfiguration={subnets=[SUBNET_ID],securityGroups=[GROUP_ID],assignPublicIp=DISABLED}\""
  }

  example "fail" "public addresses" {
    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = true
      }
    }
  }

  example "fixed" "public addresses" {
    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = false
      }
    }
  }

  example "fail" "by a variable" {
    variable "public" {
      type    = bool
      default = true
    }

    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = var.public
      }
    }
  }

  example "fixed" "by a variable" {
    variable "public" {
      type    = bool
      default = false
    }

    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = var.public
      }
    }
  }

  example "fail" "not the service that is exempt" {
    params = { exemptEcsServiceArns = ["arn:aws:ecs:us-east-1:111122223333:service/example/web"] }

    resource "aws_ecs_service" "api" {
      name            = "api"
      cluster         = "example"
      task_definition = "api:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = true
      }
    }
  }

  example "pass" "off by default" {
    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets = ["subnet-0a1b2c3d4e5f60718"]

      }
    }
  }

  example "pass" "switched off" {
    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = false
      }
    }
  }

  example "pass" "exempt" {
    params = { exemptEcsServiceArns = ["arn:aws:ecs:us-east-1:111122223333:service/example/web"] }

    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = true
      }
    }

    resource "aws_ecs_service" "api" {
      name            = "api"
      cluster         = "example"
      task_definition = "api:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = false
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_ecs_service" "web" {
      name            = "web"
      cluster         = "example"
      task_definition = "web:1"
      launch_type     = "FARGATE"
      desired_count   = 2
      network_configuration {
        subnets          = ["subnet-0a1b2c3d4e5f60718"]
        assign_public_ip = tobool(terraform_data.later.output)
      }
    }
  }
}
