control "EC2.4" {
  slug     = "ec2-instances-not-kept-stopped"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Inventory"]
  title = {
    en = "EC2 instances are not kept stopped"
    ja = "EC2 インスタンスが停止したまま放置されていない"
  }
  why = {
    en = "A stopped instance is not patched. When somebody starts it months later, it comes back with every hole found in between, and its disks were paid for all along."
    ja = "停止中のインスタンスにはパッチが当たりません。何か月も後に起動すると既知の脆弱性を抱えたまま動き出し、その間もディスクの料金がかかります。"
  }
  decides = "partly"
  limits = {
    en = "For how many days an instance has been stopped is known only to AWS. Judged is whether the configuration itself keeps an instance stopped, which outlasts any number of days."
    ja = "停止してからの日数は AWS 側にしか分かりません。代わりに、構成でインスタンスを停止状態に保っていないか (保っていればいずれ期限を超えるか) を判定します。"
  }
  config_rule = "ec2-stopped-instance"
  frameworks = {
    "aws-fsbp"       = ["EC2.4"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CM-2(2)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.10"]
  }

  check "aws_ec2_instance_state" {
    enforce {
      condition = attrs.state != "stopped"
      at        = "state"
      error_message = {
        en = "the configuration keeps the instance stopped"
        ja = "構成でインスタンスが停止状態に保たれている"
      }
    }
    no_fix = {
      en = "whether the instance is still needed is for its owner to say: terminate it, or start it on a schedule for maintenance and drop this resource"
      ja = "インスタンスが必要かどうかは所有者にしか分からない。不要なら終了し、必要なら定期的に起動してメンテナンスする運用に切り替えて、このリソースを削除する"
    }
  }

  remediation {
    console = {
      en = ["Filter instances in the EC2 console by the state stopped; the state transition reason shows since when.", "Create a snapshot or image where data is still wanted, then choose Instance state, Terminate."]
      ja = ["EC2 コンソールでインスタンスを「停止済み」で絞り込み、状態遷移の理由から停止した日時を確認する。", "必要なデータはスナップショットか AMI に残し、「インスタンスの状態」→「終了」を選ぶ。"]
    }
    cli = "aws ec2 terminate-instances --instance-ids INSTANCE_ID"
  }

  example "fail" "kept stopped" {
    resource "aws_instance" "batch" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_ec2_instance_state" "batch" {
      instance_id = aws_instance.batch.id
      state       = "stopped"
    }
  }

  example "fail" "one of two" {
    expect = { "aws_ec2_instance_state.this[\"web\"]" = "pass" }

    locals {
      states = {
        web = "running"
        old = "stopped"
      }
    }

    resource "aws_instance" "this" {
      for_each      = local.states
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_ec2_instance_state" "this" {
      for_each    = local.states
      instance_id = aws_instance.this[each.key].id
      state       = each.value
    }
  }

  example "pass" "kept running" {
    resource "aws_instance" "batch" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_ec2_instance_state" "batch" {
      instance_id = aws_instance.batch.id
      state       = "running"
    }
  }

  example "pass" "by a variable" {
    variable "running" {
      type    = bool
      default = true
    }

    resource "aws_instance" "batch" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_ec2_instance_state" "batch" {
      instance_id = aws_instance.batch.id
      state       = var.running ? "running" : "stopped"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "running"
    }

    resource "aws_instance" "batch" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_ec2_instance_state" "batch" {
      instance_id = aws_instance.batch.id
      state       = terraform_data.later.output
    }
  }
}
