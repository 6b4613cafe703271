control "DMS.1" {
  slug     = "dms-replication-instance-not-public"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "DMS replication instances have no public address"
    ja = "DMS レプリケーションインスタンスがパブリックアクセス可能になっていない"
  }
  why = {
    en = "A replication instance reads whole databases. With a public address it can be attacked from the internet."
    ja = "レプリケーションインスタンスはデータベース全体を読み取ります。公開されていると、インターネットから攻撃されるおそれがあります。"
  }
  decides = "checked"
  notes = {
    en = "The service makes an instance public when nothing is said."
    ja = "未設定の場合、サービスの既定では公開されます。"
  }
  config_rule = "dms-replication-not-public"
  frameworks = {
    "aws-fsbp"       = ["DMS.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"  = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "10.3.2", "3.5.1.3", "A1.1.2", "A1.1.3", "A3.4.1"]
    "nist-csf-2.0" = ["ac_3"]
  }

  check "aws_dms_replication_instance" {
    enforce {
      condition = !default(attrs.publicly_accessible, true)
      at        = "publicly_accessible"
      error_message = {
        en = "the replication instance has a public address"
        ja = "レプリケーションインスタンスがパブリックアクセス可能になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "take away the public address"
        ja = "パブリックアクセスを無効にする"
      }
      warning = {
        en = "A public instance is destroyed and created anew: tasks stop meanwhile."
        ja = "公開されているインスタンスは作り直され、その間タスクが停止します。"
      }
      set = { publicly_accessible = false }
    }
  }

  remediation {
    console = {
      en = ["The setting cannot be changed: create a new replication instance in the DMS console with Publicly accessible off.", "Move the tasks to it, and delete the old one."]
      ja = ["設定は変更できないため、DMS コンソールで「パブリックアクセス可能」を無効にした新しいレプリケーションインスタンスを作成する。", "タスクを移してから古いインスタンスを削除する。"]
    }
    cli = "aws dms create-replication-instance --replication-instance-identifier NEW --replication-instance-class CLASS --no-publicly-accessible"
  }

  example "fail" "left to the service, which makes it public" {
    resource "aws_dms_replication_instance" "move" {
      replication_instance_id    = "move"
      replication_instance_class = "dms.t3.medium"
    }
  }

  example "fixed" "left to the service, which makes it public" {
    resource "aws_dms_replication_instance" "move" {
      replication_instance_id    = "move"
      replication_instance_class = "dms.t3.medium"
      publicly_accessible        = false
    }
  }

  example "fail" "switched on" {
    resource "aws_dms_replication_instance" "move" {
      replication_instance_id    = "move"
      replication_instance_class = "dms.t3.medium"
      publicly_accessible        = true
    }
  }

  example "pass" "private" {
    resource "aws_dms_replication_instance" "move" {
      replication_instance_id    = "move"
      replication_instance_class = "dms.t3.medium"
      publicly_accessible        = false
    }
  }

  example "pass" "private by a variable" {
    variable "public" {
      default = false
    }

    resource "aws_dms_replication_instance" "move" {
      replication_instance_id    = "move"
      replication_instance_class = "dms.t3.medium"
      publicly_accessible        = var.public
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = false
    }

    resource "aws_dms_replication_instance" "move" {
      replication_instance_id    = "move"
      replication_instance_class = "dms.t3.medium"
      publicly_accessible        = tobool(terraform_data.later.output)
    }
  }
}
