control "ECS.1" {
  slug     = "ecs-task-host-network-needs-consent"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure access management"]
  title = {
    en = "ECS tasks on the host's network state their privileges"
    ja = "ホストネットワークの ECS タスク定義で権限やユーザーが明示されている"
  }
  why = {
    en = "A container on the host's network that runs as root by default reaches everything on the host, including services that listen on localhost, without anybody having asked for it."
    ja = "ホストネットワークのコンテナが既定の root で動くと、localhost で待ち受けるサービスを含め、ホスト上のあらゆるものに到達できます。意図しない権限昇格につながります。"
  }
  decides = "checked"
  notes = {
    en = "User 0 is taken for root, also with a group behind it. Containers that are declared privileged pass, as in AWS's check, because somebody chose that."
    ja = "ユーザー 0 (グループ付きの指定も含む) は root として扱います。privileged を明示したコンテナは、AWS の判定と同じく意図的な選択とみなして合格とします。"
  }
  config_rule = "ecs-task-definition-user-for-host-mode-check"
  frameworks = {
    "aws-fsbp"       = ["ECS.1"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-5", "AC-6"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["7.2.1", "7.2.2", "7.2.3"]
  }

  check "aws_ecs_task_definition" {
    filter = default(attrs.network_mode, "bridge") == "host"
    locals {
      careless = [for container in jsondecode(attrs.container_definitions) : container.name if !default(try(container.privileged, null), false) && contains(["", "0", "root"], split(":", default(try(container.user, null), ""))[0])]
      names    = join(", ", local.careless)
    }
    enforce {
      condition = length(local.careless) == 0
      at        = "container_definitions"
      error_message = {
        en = "a container on the host's network runs as root without being declared privileged: ${local.names}"
        ja = "ホストネットワークのコンテナが、privileged の指定なしに root で動いている: ${local.names}"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "leave the host's network for bridge mode"
        ja = "ホストネットワークをやめて bridge モードにする"
      }
      warning = {
        en = "A new revision of the task definition is registered. In bridge mode containers are reached only through portMappings, and no longer share the host's addresses; services pick the revision up when they are deployed."
        ja = "タスク定義の新しいリビジョンが登録されます。bridge モードでは portMappings に書いたポートだけが公開され、ホストのアドレスは共有されません。サービスにはデプロイ時に反映されます。"
      }
      set = { network_mode = "bridge" }
    }
  }

  remediation {
    console = {
      en = ["Open the task definition in the ECS console and create a new revision.", "Set the network mode to awsvpc or bridge, or give each container a user other than root.", "Update the services that use it to the new revision."]
      ja = ["ECS コンソールでタスク定義を開き、新しいリビジョンを作成する。", "ネットワークモードを awsvpc か bridge に変えるか、各コンテナに root 以外のユーザーを指定する。", "利用しているサービスを新しいリビジョンに更新する。"]
    }
    cli = "aws ecs register-task-definition --cli-input-json file://task-definition.json"
  }

  example "fail" "root by default" {
    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = "host"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
      }])
    }
  }

  example "fixed" "root by default" {
    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = "bridge"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
      }])
    }
  }

  example "fail" "root by name, by number and with a group" {
    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = "host"
      container_definitions = jsonencode([{
        name       = "app"
        image      = "example/app:1.0"
        memory     = 256
        user       = "root"
        privileged = false
      }])
    }

    resource "aws_ecs_task_definition" "number" {
      family       = "number"
      network_mode = "host"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
        user   = "0"
      }])
    }

    resource "aws_ecs_task_definition" "group" {
      family       = "group"
      network_mode = "host"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
        user   = "0:1000"
      }])
    }

    resource "aws_ecs_task_definition" "empty" {
      family       = "empty"
      network_mode = "host"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
        user   = ""
      }])
    }
  }

  example "fail" "one of two containers" {
    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = "host"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
        user   = "1000"
        }, {
        name   = "sidecar"
        image  = "example/sidecar:1.0"
        memory = 256
      }])
    }
  }

  example "fixed" "one of two containers" {
    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = "bridge"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
        user   = "1000"
        }, {
        name   = "sidecar"
        image  = "example/sidecar:1.0"
        memory = 256
      }])
    }
  }

  example "pass" "another user" {
    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = "host"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
        user   = "1000:1000"
        }, {
        name   = "sidecar"
        image  = "example/app:1.0"
        memory = 256
        user   = "nobody"
      }])
    }
  }

  example "pass" "privileged on purpose" {
    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = "host"
      container_definitions = jsonencode([{
        name       = "app"
        image      = "example/app:1.0"
        memory     = 256
        privileged = true
      }])
    }
  }

  example "pass" "not on the host network, by default or by name" {
    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
      }])
    }

    resource "aws_ecs_task_definition" "web" {
      family       = "web"
      network_mode = "awsvpc"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
      }])
    }

    resource "aws_ecs_task_definition" "agent" {
      family       = "agent"
      network_mode = "host"
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
        user   = "1000"
      }])
    }
  }

  example "unknown" "the mode is decided at apply" {
    resource "terraform_data" "later" {
      input = "host"
    }

    resource "aws_ecs_task_definition" "app" {
      family       = "app"
      network_mode = terraform_data.later.output
      container_definitions = jsonencode([{
        name   = "app"
        image  = "example/app:1.0"
        memory = 256
      }])
    }
  }
}
